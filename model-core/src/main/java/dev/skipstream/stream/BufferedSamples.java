package dev.skipstream.stream;

/**
 * Samples that wait for earlier ones: what is left of a packet. Sample i of the packet has seq + i and time + ⌊i·periodMs⌋.
 *
 * @param seq of the packet's sample 0
 * @param time of the packet's sample 0, epoch ms
 * @param periodMs between samples
 * @param first sample of the packet that is left
 * @param channels numbers in a sample
 * @param values (n, channels), from that sample on
 */
public record BufferedSamples(long seq, long time, double periodMs, int first, int channels, float[] values) {}
