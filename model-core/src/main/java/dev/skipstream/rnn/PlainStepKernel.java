package dev.skipstream.rnn;

/**
 * The step as plain loops that C2 vectorises over the outputs, on JDK 17 and later.
 *
 * <p>Six columns are taken at once: y is then loaded and stored once for six columns. Six is what JDK 17 still
 * vectorises (with seven the loop is six times as slow), in a small method of its own.
 */
final class PlainStepKernel implements StepKernel {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    public boolean isFast() {
        return true;
    }

    @Override
    public void product(float[] bias, float[][] columns, float[] v, float[] y) {
        System.arraycopy(bias, 0, y, 0, bias.length);
        int k = 0;
        for (; k + 6 <= columns.length; k += 6) {
            addSix(columns, k, v, y, bias.length);
        }
        for (; k + 3 <= columns.length; k += 3) {
            addThree(columns, k, v, y, bias.length);
        }
        for (; k < columns.length; k++) {
            addOne(columns[k], v[k], y, bias.length);
        }
    }

    private static void addSix(float[][] columns, int k, float[] v, float[] y, int n) {
        float[] c0 = columns[k];
        float[] c1 = columns[k + 1];
        float[] c2 = columns[k + 2];
        float[] c3 = columns[k + 3];
        float[] c4 = columns[k + 4];
        float[] c5 = columns[k + 5];
        float v0 = v[k];
        float v1 = v[k + 1];
        float v2 = v[k + 2];
        float v3 = v[k + 3];
        float v4 = v[k + 4];
        float v5 = v[k + 5];
        for (int i = 0; i < n; i++) {
            float sum = Math.fma(c2[i], v2, Math.fma(c1[i], v1, Math.fma(c0[i], v0, y[i])));
            y[i] = Math.fma(c5[i], v5, Math.fma(c4[i], v4, Math.fma(c3[i], v3, sum)));
        }
    }

    private static void addThree(float[][] columns, int k, float[] v, float[] y, int n) {
        float[] c0 = columns[k];
        float[] c1 = columns[k + 1];
        float[] c2 = columns[k + 2];
        float v0 = v[k];
        float v1 = v[k + 1];
        float v2 = v[k + 2];
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(c2[i], v2, Math.fma(c1[i], v1, Math.fma(c0[i], v0, y[i])));
        }
    }

    private static void addOne(float[] column, float value, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(column[i], value, y[i]);
        }
    }

    @Override
    public void sigmoid(float[] a, int from, int to) {
        Activations.sigmoid(a, from, to);
    }

    @Override
    public void tanh(float[] a, int from, int to) {
        Activations.tanh(a, from, to);
    }
}
