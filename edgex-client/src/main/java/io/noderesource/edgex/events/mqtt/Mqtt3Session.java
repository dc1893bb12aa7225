package io.noderesource.edgex.events.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import io.noderesource.edgex.events.EventConnection;
import io.noderesource.edgex.events.EventReceiver;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One connection in MQTT 3.1.1. */
final class Mqtt3Session extends MqttSession {

    private final Mqtt3AsyncClient client;

    private Mqtt3Session(MqttSettings settings, EventReceiver receiver) {
        super(settings, receiver);
        Mqtt3ClientBuilder builder = described(MqttClient.builder().useMqttVersion3(), settings)
                .addDisconnectedListener(context -> lost(context.getCause()));
        byte[] secret = secret(settings);
        String user = settings.user();
        if (user != null && secret != null) {
            builder = builder.simpleAuth(
                    Mqtt3SimpleAuth.builder().username(user).password(secret).build());
        }
        client = builder.buildAsync();
    }

    static EventConnection open(MqttSettings settings, List<String> filters, EventReceiver receiver) {
        Mqtt3Session session = new Mqtt3Session(settings, receiver);
        Mqtt3Connect connect = Mqtt3Connect.builder()
                .cleanSession(true)
                .keepAlive((int) settings.keepAlive().toSeconds())
                .build();
        Mqtt3Subscribe subscribe = Mqtt3Subscribe.builder()
                .addSubscriptions(filters.stream()
                        .map(filter -> Mqtt3Subscription.builder()
                                .topicFilter(filter)
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .build()))
                .build();
        // On the thread that reads: the receiver returns at once, and nothing can pile up in between. Only with the
        // subscription: what listens before there is a connection would outlive one that does not come about.
        session.follow(session.client
                .connect(connect)
                .thenCompose(accepted -> session.unlessClosed(() -> session.client.subscribe(
                        subscribe,
                        publish -> session.message(publish.getTopic().toString(), publish.getPayloadAsBytes()),
                        Runnable::run))));
        return session;
    }

    @Override
    CompletableFuture<?> disconnect() {
        return client.disconnect();
    }
}
