package dev.skipstream.flink;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * One decoded record of a sensor: a sample, or a packet of consecutive ones.
 *
 * @param sensor the sensor's name, the key of its state
 * @param seq of the first sample, or {@link dev.skipstream.stream.SequenceClassifier#UNNUMBERED}
 * @param time of the first sample, epoch ms
 * @param periodMs between the samples of a packet, ms
 * @param values (n, channels)
 */
@TypeInfo(SensorRecordTypeInfo.Factory.class)
public record SensorRecord(String sensor, long seq, long time, double periodMs, float[] values) {}
