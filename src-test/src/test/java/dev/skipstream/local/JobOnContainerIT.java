package dev.skipstream.local;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The job on Kafka's own image, where a Docker engine answers. */
@EnabledIf(
        value = "dockerAnswers",
        disabledReason = "no Docker engine answers: JobEndToEndIT runs the same tests on the broker in this JVM")
class JobOnContainerIT extends JobEndToEnd {
    private static KafkaContainer kafka;

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void startContainer() throws IOException {
        kafka = new KafkaContainer("apache/kafka:" + Pom.property("kafka.version"));
        kafka.start();
    }

    @AfterAll
    static void stopContainer() {
        kafka.stop();
    }

    @Override
    public String servers() {
        return kafka.getBootstrapServers();
    }
}
