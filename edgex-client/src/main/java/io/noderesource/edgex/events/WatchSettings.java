package io.noderesource.edgex.events;

import java.time.Duration;
import java.util.List;

/** What an {@link EventWatch} is told about itself; {@link EventWatch.Builder} says what each means. */
record WatchSettings(
        MessageDecoder decoder,
        List<String> filters,
        Duration resyncEvery,
        Duration resyncPause,
        Duration patience,
        Duration firstPause,
        Duration longestPause,
        int maxMessages,
        long maxBytes,
        int maxPending) {}
