package dev.skipstream.train;

/** Dot products in four interleaved sums: fixed order, so fixed bits, at four times the speed of one sum. */
final class Dot {
    private Dot() {}

    /** Σ a·b over n elements of each. */
    static float of(float[] a, int aAt, float[] b, int bAt, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 = Math.fma(a[aAt + i], b[bAt + i], s0);
            s1 = Math.fma(a[aAt + i + 1], b[bAt + i + 1], s1);
            s2 = Math.fma(a[aAt + i + 2], b[bAt + i + 2], s2);
            s3 = Math.fma(a[aAt + i + 3], b[bAt + i + 3], s3);
        }
        for (; i < n; i++) {
            s0 = Math.fma(a[aAt + i], b[bAt + i], s0);
        }
        return s0 + s1 + (s2 + s3);
    }

    /** Σ g·(a − b) over n elements of each. */
    static float ofDifference(float[] g, int gAt, float[] a, int aAt, float[] b, int bAt, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 = Math.fma(g[gAt + i], a[aAt + i] - b[bAt + i], s0);
            s1 = Math.fma(g[gAt + i + 1], a[aAt + i + 1] - b[bAt + i + 1], s1);
            s2 = Math.fma(g[gAt + i + 2], a[aAt + i + 2] - b[bAt + i + 2], s2);
            s3 = Math.fma(g[gAt + i + 3], a[aAt + i + 3] - b[bAt + i + 3], s3);
        }
        for (; i < n; i++) {
            s0 = Math.fma(g[gAt + i], a[aAt + i] - b[bAt + i], s0);
        }
        return s0 + s1 + (s2 + s3);
    }
}
