package dev.skipstream.local;

/** What every sensor measures: its sequences, one after the other. A sensor's do not depend on how many others there are. */
interface SensorSignals {

    /**
     * @param values (T, I) row-major
     * @param label what is to be found out about it; empty if not known
     */
    record Signal(float[] values, String label) {}

    /** I. */
    int channels();

    /** The next sequence of a sensor, counted from 0, or null after its last. */
    Signal next(int sensor);
}
