"""python3 cosine_top_k.py FOLDER ROWS K: the K largest products of rows of a sparse matrix with all of its rows.

FOLDER holds the matrix as raw little-endian arrays: start.u32, columns.u32, values.u16, and listed.u8 with 1 for the rows that may
be found. ROWS of its rows, evenly spread, are
multiplied with its transpose a block at a time, as scipy does it: in one thread. Writes best.f64, K a row, falling, with 0
where there are fewer, and ends with a line of JSON.
"""
import json
import resource
import sys
import time

import numpy
import scipy
from scipy.sparse import csr_matrix

BLOCK_ROWS = 64

folder, rows, k = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
start = numpy.fromfile(f"{folder}/start.u32", "<u4").astype(numpy.int64)
columns = numpy.fromfile(f"{folder}/columns.u32", "<u4").astype(numpy.int32)
values = numpy.fromfile(f"{folder}/values.u16", "<u2").astype(numpy.float64)
listed = numpy.fromfile(f"{folder}/listed.u8", "u1")
size = len(start) - 1
matrix = csr_matrix((values, columns, start), shape=(size, int(columns.max()) + 1))

began = time.perf_counter()
transposed = matrix.T.tocsr()
transposing = time.perf_counter() - began

sample = numpy.arange(rows, dtype=numpy.int64) * size // rows
best = numpy.zeros((rows, k))
began = time.perf_counter()
for first in range(0, rows, BLOCK_ROWS):
    block = sample[first : first + BLOCK_ROWS]
    products = matrix[block] @ transposed
    for i, row in enumerate(block):
        own = slice(products.indptr[i], products.indptr[i + 1])
        scores = products.data[own]
        scores[products.indices[own] == row] = 0
        scores[listed[products.indices[own]] == 0] = 0
        if len(scores) > k:
            scores = scores[numpy.argpartition(scores, -k)[-k:]]
        best[first + i, : len(scores)] = numpy.sort(scores)[::-1]
multiplying = time.perf_counter() - began

best.astype("<f8").tofile(f"{folder}/best.f64")
print(
    json.dumps(
        {
            "version": scipy.__version__,
            "seconds": transposing + multiplying * size / rows,
            "peakRssMib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
