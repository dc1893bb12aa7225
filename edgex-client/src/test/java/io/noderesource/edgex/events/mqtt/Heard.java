package io.noderesource.edgex.events.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.events.EventReceiver;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a connection said, in its order. */
final class Heard implements EventReceiver {

    private final BlockingQueue<Object> said = new LinkedBlockingQueue<>();

    @Override
    public void connected() {
        said.add("connected");
    }

    @Override
    public void message(String topic, byte[] payload) {
        said.add(topic + " " + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void lost(Throwable cause) {
        said.add(cause);
    }

    void expect(String what) throws InterruptedException {
        assertThat(next()).isEqualTo(what);
    }

    EdgexException expectLoss() throws InterruptedException {
        Object next = next();
        assertThat(next).isInstanceOf(EdgexException.class);
        return (EdgexException) next;
    }

    boolean isSilent() {
        return said.isEmpty();
    }

    private Object next() throws InterruptedException {
        Object next = said.poll(2, TimeUnit.MINUTES);
        assertThat(next).as("what the connection says").isNotNull();
        return next;
    }
}
