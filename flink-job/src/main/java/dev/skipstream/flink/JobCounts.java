package dev.skipstream.flink;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.stream.SampleCounters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;

/**
 * The counters of a job that has ended: recordsRead = recordsAccepted + recordsRejected; samples = samplesUsed +
 * samplesSkipped + samplesLate + samplesBuffered. Results that the result topic could not take for their size are
 * among the results, and {@code resultsDropped} says how many they are where there are any.
 *
 * @param values by name, in the order they are printed
 */
public record JobCounts(Map<String, Long> values) {

    /** What a finished job counted. */
    public static JobCounts of(JobExecutionResult result) {
        List<String> names = new ArrayList<>(DecodeFunction.COUNTS);
        names.addAll(SampleCounters.NAMES);
        Map<String, Long> counted = new LinkedHashMap<>();
        for (String name : names) {
            Long total = result.getAccumulatorResult(name);
            counted.put(name, total == null ? 0 : total);
        }
        SampleCounters samples = new SampleCounters();
        samples.add(SampleCounters.NAMES.stream().mapToLong(counted::get).toArray());
        Map<String, Long> values = new LinkedHashMap<>();
        for (String name : DecodeFunction.COUNTS) {
            values.put(name, counted.get(name));
        }
        values.put("samples", samples.samples());
        values.put("samplesUsed", samples.used);
        values.put("samplesSkipped", samples.skipped);
        values.put("samplesLate", samples.late);
        values.put("samplesBuffered", samples.buffered);
        values.put("results", samples.results());
        Long dropped = result.getAccumulatorResult(EncodeFunction.DROPPED);
        if (dropped != null && dropped > 0) {
            values.put(EncodeFunction.DROPPED, dropped);
        }
        return new JobCounts(values);
    }

    /** One JSON object in one line. */
    public String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        values.forEach(json::put);
        return json.toString();
    }

    /** One line for people. */
    public String toText() {
        return values.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }
}
