/* What the readers of documents share. Internal to src/message. */
#pragma once

#include "message/document.h"

void pdf_read(struct document_reader *reader, struct span pdf);

/* What a page (or a form on it) draws: a code of filled rectangles becomes a picture. */
void pdf_drawing_read(struct document_reader *reader, struct span content);

/* Adds a link that is worth it: those that only write a mail or call are left to the texts. */
void document_add_link(struct document_reader *reader, struct span link);
void document_add_picture(struct document_reader *reader, struct document_picture picture);
