package dev.skipstream.local;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What is logged meanwhile. */
final class LogLines implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final AbstractAppender appender;
    private final Level level; // as it was

    private LogLines(Logger logger) {
        this.logger = logger;
        level = logger.getLevel();
        appender = new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(event.getMessage().getFormattedMessage());
            }
        };
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
    }

    /** Takes what a logger and those below it say, in place of the console. */
    static LogLines of(String logger) {
        return new LogLines((Logger) LogManager.getLogger(logger));
    }

    /** The same for what is only remarked, which tests else leave out. */
    static LogLines ofInfo(String logger) {
        LogLines lines = of(logger);
        lines.logger.setLevel(Level.INFO);
        return lines;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.setLevel(level);
        logger.setAdditive(true);
        logger.removeAppender(appender);
        appender.stop();
    }
}
