"""python sparse_dot_topn_top_k.py FOLDER ROWS K THREADS: the K largest products of every row of a sparse matrix with the others.

FOLDER holds the matrix as raw little-endian arrays: start.u32, columns.u32, values.u16, and listed.u8 with 1 for the rows that
may be found. sparse_dot_topn multiplies all rows with the transposed matrix and keeps the largest, in THREADS threads. Writes
best.f64: of ROWS of them, evenly spread, K a row, falling, with 0 where there are fewer. Ends with a line of JSON.
"""
import json
import resource
import sys
import time

import numpy
import sparse_dot_topn
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

folder, rows, k, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
start = numpy.fromfile(f"{folder}/start.u32", "<u4").astype(numpy.int32)
columns = numpy.fromfile(f"{folder}/columns.u32", "<u4").astype(numpy.int32)
values = numpy.fromfile(f"{folder}/values.u16", "<u2").astype(numpy.float64)
listed = numpy.flatnonzero(numpy.fromfile(f"{folder}/listed.u8", "u1"))
size = len(start) - 1
matrix = csr_matrix((values, columns, start), shape=(size, int(columns.max()) + 1))

began = time.perf_counter()
# One more than asked for: a row is nearest to itself.
found = sp_matmul_topn(matrix, matrix[listed].T.tocsr(), top_n=k + 1, sort=True, n_threads=threads)
seconds = time.perf_counter() - began

place = numpy.full(size, -1)
place[listed] = numpy.arange(len(listed))
best = numpy.zeros((rows, k))
for i, row in enumerate(numpy.arange(rows, dtype=numpy.int64) * size // rows):
    own = slice(found.indptr[row], found.indptr[row + 1])
    scores = numpy.sort(found.data[own][found.indices[own] != place[row]])[::-1][:k]
    best[i, : len(scores)] = scores
best.astype("<f8").tofile(f"{folder}/best.f64")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"version": sparse_dot_topn.__version__, "seconds": seconds, "peakRssMib": peak}))
