package dev.skipstream.flink;

import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.stream.SequenceResult;

/**
 * One result on its way to the result topic: a {@link SequenceResult} with its sensor, flat, so that Flink can carry it.
 *
 * @param head name of the head's kind
 * @param labels every label of the model (O); empty for a linear head
 * @param label index of the winner; −1 for a linear head
 * @param probabilities (O); empty for a linear head
 * @param outputs raw head outputs (O)
 * @param used 0-based positions of the used samples in the sequence; empty where they are not asked for
 */
public record ClassifiedSequence(
        String sensor,
        long sequence,
        long firstSeq,
        long lastSeq,
        long startTime,
        long endTime,
        HeadKind head,
        String[] labels,
        int label,
        float[] probabilities,
        float[] outputs,
        long updates,
        boolean complete,
        long missing,
        long[] used,
        String model,
        String modelHash) {

    static ClassifiedSequence of(String sensor, SequenceResult result) {
        RnnConfig config = result.model().rnn().config();
        Classification classification = result.classification();
        return new ClassifiedSequence(
                sensor,
                result.sequence(),
                result.firstSeq(),
                result.lastSeq(),
                result.startTime(),
                result.endTime(),
                config.head(),
                config.labels().toArray(String[]::new),
                classification.label(),
                classification.probabilities(),
                classification.outputs(),
                result.updates(),
                result.complete(),
                result.missing(),
                result.used(),
                result.model().stamp(),
                result.model().sha256());
    }
}
