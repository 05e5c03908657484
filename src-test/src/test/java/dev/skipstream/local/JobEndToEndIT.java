package dev.skipstream.local;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The job on the broker of this project's own, which needs nothing but this JVM. */
class JobEndToEndIT extends JobEndToEnd {
    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(KafkaBroker.Options.defaults());
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    @Override
    public String servers() {
        return broker.bootstrapServers();
    }
}
