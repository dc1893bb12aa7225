package io.noderesource.edgex.events.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.noderesource.edgex.events.EventConnection;
import io.noderesource.edgex.events.EventReceiver;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One connection in MQTT 5. */
final class Mqtt5Session extends MqttSession {

    private final Mqtt5AsyncClient client;

    private Mqtt5Session(MqttSettings settings, EventReceiver receiver) {
        super(settings, receiver);
        Mqtt5ClientBuilder builder = described(MqttClient.builder().useMqttVersion5(), settings)
                .addDisconnectedListener(context -> lost(context.getCause()));
        byte[] secret = secret(settings);
        String user = settings.user();
        if (user != null && secret != null) {
            builder = builder.simpleAuth(
                    Mqtt5SimpleAuth.builder().username(user).password(secret).build());
        }
        client = builder.buildAsync();
    }

    static EventConnection open(MqttSettings settings, List<String> filters, EventReceiver receiver) {
        Mqtt5Session session = new Mqtt5Session(settings, receiver);
        Mqtt5Connect connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .keepAlive((int) settings.keepAlive().toSeconds())
                .restrictions(Mqtt5ConnectRestrictions.builder()
                        .maximumPacketSize(settings.maxMessageBytes())
                        .topicAliasMaximum(0)
                        .build())
                .build();
        Mqtt5Subscribe subscribe = Mqtt5Subscribe.builder()
                .addSubscriptions(filters.stream()
                        .map(filter -> Mqtt5Subscription.builder()
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
