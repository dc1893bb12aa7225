package io.noderesource.edgex.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests that a simulator answered, in order. A request stands here before its answer is sent.
 *
 * <p>Thread-safe.
 */
public final class RequestLog {
    private final List<RecordedRequest> requests = new ArrayList<>();

    RequestLog() {}

    synchronized void add(RecordedRequest request) {
        requests.add(request);
    }

    /**
     * All requests since the start or the last {@link #clear()}.
     *
     * @return a copy
     */
    public synchronized List<RecordedRequest> all() {
        return List.copyOf(requests);
    }

    /**
     * How many requests there were.
     *
     * @return their number
     */
    public synchronized int count() {
        return requests.size();
    }

    /**
     * How many bytes the bodies of the requests had.
     *
     * @return their sum
     */
    public synchronized long requestBytes() {
        return requests.stream().mapToLong(RecordedRequest::requestBytes).sum();
    }

    /**
     * How many bytes the bodies of the answers had.
     *
     * @return their sum
     */
    public synchronized long responseBytes() {
        return requests.stream().mapToLong(RecordedRequest::responseBytes).sum();
    }

    /** Forgets all requests. */
    public synchronized void clear() {
        requests.clear();
    }
}
