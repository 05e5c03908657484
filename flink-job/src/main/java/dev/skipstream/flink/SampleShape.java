package dev.skipstream.flink;

import dev.skipstream.rnn.RnnConfig;
import java.io.Serializable;

/**
 * What a job's samples look like; fixed for the job's life.
 *
 * @param channels numbers in a sample
 * @param vocabulary the numbers are token ids below this; 0 = plain numbers
 * @param periodMs between samples where a packet does not say, ms; 0 where the model does not say either
 */
record SampleShape(int channels, int vocabulary, double periodMs) implements Serializable {
    static SampleShape of(RnnConfig config) {
        double period = config.samplingPeriodMs();
        return new SampleShape(config.channels(), config.vocabulary(), Double.isNaN(period) ? 0 : period);
    }
}
