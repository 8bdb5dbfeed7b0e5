"""A small QR encoder (ISO/IEC 18004: byte mode, versions 1 to 10, levels L and M) and a PNG writer.

The corpus needs real, readable codes in inline pictures and no tool at test time.
"""
import struct
import zlib

# version: {level: (error words a block, [data words of each block])}
BLOCKS = {
    1: {"L": (7, [19]), "M": (10, [16])},
    2: {"L": (10, [34]), "M": (16, [28])},
    3: {"L": (15, [55]), "M": (26, [44])},
    4: {"L": (20, [80]), "M": (18, [32, 32])},
    5: {"L": (26, [108]), "M": (24, [43, 43])},
    6: {"L": (18, [68, 68]), "M": (16, [27] * 4)},
    7: {"L": (20, [78, 78]), "M": (18, [31] * 4)},
    8: {"L": (24, [97, 97]), "M": (22, [38, 38, 39, 39])},
    9: {"L": (30, [116, 116]), "M": (22, [36, 36, 36, 37, 37])},
    10: {"L": (18, [68, 68, 69, 69]), "M": (26, [43, 43, 43, 43, 44])},
}
ALIGN = {1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46), 10: (6, 28, 50)}

EXP, LOG = [0] * 512, [0] * 256
x = 1
for i in range(255):
    EXP[i], LOG[x] = x, i
    x = (x << 1) ^ (0x11d if x & 0x80 else 0)
for i in range(255, 512):
    EXP[i] = EXP[i - 255]


def mul(a, b):
    return EXP[LOG[a] + LOG[b]] if a and b else 0


def error_words(data, n):
    gen = [1]
    for i in range(n):
        gen = [a ^ b for a, b in zip(gen + [0], [0] + [mul(g, EXP[i]) for g in gen])]
    rest = list(data) + [0] * n
    for i in range(len(data)):
        lead = rest[i]
        for j, g in enumerate(gen):
            rest[i + j] ^= mul(g, lead)
    return rest[len(data):]


def codewords(data, level):
    """(version, all words in the order of drawing)."""
    for version in range(1, 11):
        n_err, blocks = BLOCKS[version][level]
        count_bits = 8 if version < 10 else 16
        room = sum(blocks) * 8
        if 4 + count_bits + 8 * len(data) <= room:
            break
    else:
        raise ValueError("too long for version 10")
    bits = "0100" + format(len(data), "0%db" % count_bits) + "".join(format(b, "08b") for b in data)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)]
    pad = (0xec, 0x11)
    words += [pad[i % 2] for i in range(sum(blocks) - len(words))]
    parts, pos = [], 0
    for size in blocks:
        parts.append(words[pos:pos + size])
        pos += size
    errs = [error_words(p, n_err) for p in parts]
    out = [p[i] for i in range(max(blocks)) for p in parts if i < len(p)]
    return version, out + [e[i] for i in range(n_err) for e in errs]


def bch(value, poly, width):
    rest = value << width
    while rest.bit_length() > width:
        rest ^= poly << (rest.bit_length() - width - 1)
    return (value << width) | rest


MASKS = (lambda y, x: (y + x) % 2, lambda y, x: y % 2, lambda y, x: x % 3, lambda y, x: (y + x) % 3,
         lambda y, x: (y // 2 + x // 3) % 2, lambda y, x: y * x % 2 + y * x % 3, lambda y, x: (y * x % 2 + y * x % 3) % 2,
         lambda y, x: ((y + x) % 2 + y * x % 3) % 2)


def penalty(grid):
    size, score = len(grid), 0
    for rows in (grid, list(zip(*grid))):
        for row in rows:
            run, last = 0, None
            for v in row:
                run = run + 1 if v == last else 1
                last = v
                score += 3 if run == 5 else 1 if run > 5 else 0
            text = "".join("1" if v else "0" for v in row)
            score += 40 * (text.count("10111010000") + text.count("00001011101"))
    for y in range(size - 1):
        for x in range(size - 1):
            score += 3 if grid[y][x] == grid[y][x + 1] == grid[y + 1][x] == grid[y + 1][x + 1] else 0
    dark = sum(map(sum, grid)) * 100 // (size * size)
    return score + abs(dark - 50) // 5 * 10


def matrix(data, level="L"):
    """The modules as rows of 0 and 1, without the quiet zone."""
    version, words = codewords(data, level)
    size = version * 4 + 17
    grid = [[None] * size for _ in range(size)]

    def square(cy, cx, r, dark):
        for y in range(-r, r + 1):
            for x in range(-r, r + 1):
                if 0 <= cy + y < size and 0 <= cx + x < size:
                    grid[cy + y][cx + x] = dark(max(abs(y), abs(x)))
    for cy, cx in ((3, 3), (3, size - 4), (size - 4, 3)):
        square(cy, cx, 4, lambda d: int(d in (0, 1, 3)))
    spots = ALIGN[version]
    for cy in spots:
        for cx in spots:
            if (cy, cx) not in ((6, 6), (6, spots[-1]), (spots[-1], 6)):
                square(cy, cx, 2, lambda d: int(d != 1))
    for i in range(8, size - 8):
        grid[6][i] = grid[i][6] = int(i % 2 == 0)
    grid[size - 8][8] = 1
    info_a = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7)] + [(8, 8), (7, 8)] + [(r, 8) for r in (5, 4, 3, 2, 1, 0)]
    info_b = [(r, 8) for r in range(size - 1, size - 8, -1)] + [(8, c) for c in range(size - 8, size)]
    for y, x in info_a + info_b:
        grid[y][x] = grid[y][x] or 0
    if version >= 7:
        v = bch(version, 0x1f25, 12)
        for i in range(18):
            bit = v >> i & 1
            grid[i // 3][size - 11 + i % 3] = grid[size - 11 + i % 3][i // 3] = bit
    free = [[cell is None for cell in row] for row in grid]
    bits = "".join(format(b, "08b") for b in words)
    k, up, col = 0, True, size - 1
    while col > 0:
        if col == 6:
            col -= 1
        for y in (range(size - 1, -1, -1) if up else range(size)):
            for x in (col, col - 1):
                if free[y][x]:
                    grid[y][x] = int(bits[k]) if k < len(bits) else 0
                    k += 1
        up, col = not up, col - 2
    best = None
    for number, mask in enumerate(MASKS):
        trial = [[v ^ (free[y][x] and mask(y, x) == 0) for x, v in enumerate(row)] for y, row in enumerate(grid)]
        fmt = bch({"L": 1, "M": 0}[level] << 3 | number, 0x537, 10) ^ 0x5412
        for i in range(15):
            bit = fmt >> (14 - i) & 1
            for y, x in (info_a[i], info_b[i]):
                trial[y][x] = bit
        trial[size - 8][8] = 1
        score = penalty(trial)
        if best is None or score < best[0]:
            best = (score, trial)
    return best[1]


def png(rows, color=((255, 255, 255), (0, 0, 0))):
    """A palette PNG of rows of palette indexes."""
    height, width = len(rows), len(rows[0])

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    raw = b"".join(b"\0" + bytes(row) for row in rows)
    palette = b"".join(bytes(c) for c in color)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)) + chunk(b"PLTE", palette)
            + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def qr_png(text, level="L", scale=4, quiet=4, color=((255, 255, 255), (0, 0, 0))):
    grid = matrix(text.encode(), level)
    size = len(grid) + 2 * quiet
    rows = []
    for y in range(size):
        line = []
        for x in range(size):
            gy, gx = y - quiet, x - quiet
            dark = 0 <= gy < len(grid) and 0 <= gx < len(grid) and grid[gy][gx]
            line += [int(dark)] * scale
        rows += [line] * scale
    return png(rows, color)


def picture(r, width, height, colors=4):
    """An ordinary small picture: bars and boxes, as a logo would be."""
    palette = [(255, 255, 255)] + [tuple(r.randrange(256) for _ in range(3)) for _ in range(colors - 1)]
    rows = [[0] * width for _ in range(height)]
    for _ in range(r.randint(3, 6)):
        x0, y0 = r.randrange(width), r.randrange(height)
        w, h, c = r.randint(2, max(3, width // 2)), r.randint(2, max(3, height // 2)), r.randrange(1, colors)
        for y in range(y0, min(height, y0 + h)):
            for x in range(x0, min(width, x0 + w)):
                rows[y][x] = c
    return png(rows, palette)
