package dev.skipstream.rnn;

/**
 * The step as plain loops that C2 vectorises over the outputs, on JDK 17 and later.
 *
 * <p>Six columns are taken at once: y is then loaded and stored once for six columns. Six is what JDK 17 still
 * vectorises (with seven a product takes three times as long), in a small method of its own.
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
    public void lstm(float[] a, float[] c, float[] h) {
        int n = h.length;
        Activations.sigmoid(a, 0, 2 * n);
        Activations.tanh(a, 2 * n, 3 * n);
        Activations.sigmoid(a, 3 * n, 4 * n);
        for (int i = 0; i < n; i++) {
            c[i] = Math.fma(a[n + i], c[i], a[i] * a[2 * n + i]);
        }
        activate(c, h, n);
        multiply(a, 3 * n, h, h, n);
    }

    @Override
    public void gruGates(float[] rz, float[] h, float[] reset) {
        Activations.sigmoid(rz, 0, rz.length);
        multiply(rz, 0, h, reset, h.length);
    }

    @Override
    public void gruState(float[] n, float[] rz, float[] h) {
        int units = h.length;
        Activations.tanh(n, 0, units);
        for (int i = 0; i < units; i++) {
            h[i] = Math.fma(rz[units + i], h[i] - n[i], n[i]);
        }
    }

    private static void activate(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Activations.tanh(x[i]);
        }
    }

    private static void multiply(float[] a, int at, float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[at + i] * x[i];
        }
    }
}
