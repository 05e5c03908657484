package dev.skipstream.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The job from Kafka topic to Kafka topic against the same job with the model taken out. The broker has a JVM of its own,
 * on the second core where the job has the first.
 */
record KafkaPart(String name, int parallelism) implements JobPart {
    private static final int SENSORS = 1000;
    private static final long RECORDS_A_MS = 1000; // more than a job of either parallelism reads here
    private static final int PATIENCE_S = 20;

    @Override
    public void run(JobTiming timing, JobReport report) throws IOException {
        Process broker = startBroker();
        try (BufferedReader lines = broker.inputReader(StandardCharsets.UTF_8)) {
            String ready = lines.readLine();
            if (ready == null) {
                throw new IOException("Kafka broker must start, found its end");
            }
            String servers =
                    new ObjectMapper().readTree(ready).get("bootstrapServers").asText();
            long millis = timing.warmUpMs() + (long) timing.repeats() * (timing.windowMs() + JobChild.RAMP_MS);
            KafkaTopics.fill(servers, SENSORS, RECORDS_A_MS * millis);
            report.progress(name + ": topic filled with " + RECORDS_A_MS * millis + " records");
            String title = "JSON samples, 1000 keys, heap, " + (parallelism == 1 ? "1 core" : parallelism + " cores");
            new RatesPart(name, title, JobTables.kafka(servers, parallelism)).run(timing, report);
        } finally {
            stop(broker);
        }
    }

    private Process startBroker() throws IOException {
        List<String> command = new ArrayList<>();
        if (parallelism == 1 && Cores.canPin() && Runtime.getRuntime().availableProcessors() > 1) {
            command.addAll(List.of("taskset", "-c", "1"));
        }
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "dev.skipstream.local.SkipstreamLocal",
                "broker",
                "--json",
                "--port",
                "0",
                "--property",
                "log.retention.ms=-1", // the samples are of 2023
                "--topics",
                KafkaTopics.TOPICS));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void stop(Process broker) {
        broker.destroy(); // asks: it removes its data
        try {
            if (!broker.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                broker.destroyForcibly();
            }
        } catch (InterruptedException e) {
            broker.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
