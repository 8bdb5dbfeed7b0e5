/* document: where documents that travel with an invitation lead, and the pictures in them (attack 36, 37): PDF (ISO
 * 32000-1), OOXML (ECMA-376: docx, xlsx, pptx) and ODF.
 *
 * No parser of these formats: their bytes are searched once for what holds links and pictures, whatever the rest looks
 * like. Linear in the bytes; what is unpacked is bounded (LIMIT_DOCUMENT_*). */
#pragma once

#include "base/defects.h"
#include "text/picture.h"

struct z_stream_s;
struct pdf_rectangle;

/* A picture to be searched for codes: a file (width 0), or samples. The bytes lie in the document or in the arena. */
struct document_picture {
        struct span bytes;
        struct picture_samples samples;
};

/* All documents of one item. To be zeroed but for the first two. */
struct document_reader {
        struct arena *arena;
        struct defects *defects;
        struct array links;    /* struct span: what a click opens, unescaped, each once; any bytes, none empty */
        struct array pictures; /* struct document_picture */
        /* The readers' own: bytes unpacked so far, and what one stream after the other is read with. */
        size_t unpacked;
        char *room; /* LIMIT_DOCUMENT_STREAM bytes */
        struct z_stream_s *inflater;
        struct pdf_rectangle *rectangles; /* LIMIT_DOCUMENT_RECTANGLES */
};

enum document_kind { DOCUMENT_NONE, DOCUMENT_PDF, DOCUMENT_OFFICE };
/* By its bytes. Office documents are zip archives that say what they are. */
enum document_kind document_kind(struct span bytes);

/* Adds what is in it. `with_pictures` false: those of an office document are looked at by somebody else, as entries of the
 * archive that it is read as, too. */
void document_read(struct document_reader *reader, struct span bytes, bool with_pictures);
