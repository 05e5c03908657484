package dev.skipstream.stream;

import dev.skipstream.rnn.Classification;

/**
 * What a sequence was decided to be.
 *
 * @param sequence number k of the sequence
 * @param firstSeq kT; the first seen where pauses or nothing end sequences
 * @param lastSeq (k+1)T − 1 if complete, else the last used seq; the last seen where pauses end sequences
 * @param startTime time of the first used sample, epoch ms
 * @param endTime time of the last used sample, epoch ms
 * @param classification outputs, probabilities, label index
 * @param updates samples used
 * @param complete joined at kT and ended because no further sample was needed; or ended by a pause
 * @param missing how often a later sample passed a needed one
 * @param used 0-based positions of the used samples in the sequence; empty where they are not noted
 * @param model what decided it
 */
public record SequenceResult(
        long sequence,
        long firstSeq,
        long lastSeq,
        long startTime,
        long endTime,
        Classification classification,
        long updates,
        boolean complete,
        long missing,
        long[] used,
        ServedModel model) {}
