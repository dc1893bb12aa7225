package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.OptionalInt;

/** Where something is sent: by REST, mail, MQTT or ZeroMQ. Immutable. */
public final class Address extends EdgexObject {
    private static final Field<String> TYPE = Field.text("type");
    private static final Field<String> SCHEME = Field.text("scheme");
    private static final Field<String> HOST = Field.text("host");
    private static final Field<OptionalInt> PORT = Field.integer("port");
    private static final Field<String> PATH = Field.text("path");
    private static final Field<String> HTTP_METHOD = Field.text("httpMethod");
    private static final Field<Boolean> INJECT_EDGE_X_AUTH = Field.flag("injectEdgeXAuth");
    private static final Field<List<String>> RECIPIENTS = Field.texts("recipients");
    private static final Field<String> PUBLISHER = Field.text("publisher");
    private static final Field<String> TOPIC = Field.text("topic");
    private static final Field<OptionalInt> QOS = Field.integer("qos");
    private static final Field<String> SECRET_PATH = Field.text("secretPath");
    private static final Field<String> AUTH_MODE = Field.text("authMode");
    private static final Field<Boolean> SKIP_CERT_VERIFY = Field.flag("skipCertVerify");
    private static final List<Field<?>> FIELDS = List.of(
            TYPE,
            SCHEME,
            HOST,
            PORT,
            PATH,
            HTTP_METHOD,
            INJECT_EDGE_X_AUTH,
            RECIPIENTS,
            PUBLISHER,
            TOPIC,
            QOS,
            SECRET_PATH,
            AUTH_MODE,
            SKIP_CERT_VERIFY);

    private Address(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Address of(Json.Obj json) {
        return new Address(json);
    }

    /** Starts one for REST. */
    public static Builder rest(String host, int port, String httpMethod) {
        return new Builder(Json.object()).type("REST").host(host).port(port).httpMethod(httpMethod);
    }

    /** Starts one for mail. */
    public static Builder email(List<String> recipients) {
        return new Builder(Json.object()).type("EMAIL").recipients(recipients);
    }

    /** Starts one for MQTT. */
    public static Builder mqtt(String host, int port, String publisher, String topic) {
        return new Builder(Json.object())
                .type("MQTT")
                .host(host)
                .port(port)
                .publisher(publisher)
                .topic(topic);
    }

    /** Starts one for ZeroMQ. */
    public static Builder zeroMq(String host, int port, String topic) {
        return new Builder(Json.object()).type("ZeroMQ").host(host).port(port).topic(topic);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** {@code REST}, {@code EMAIL}, {@code MQTT} or {@code ZeroMQ}. */
    public String type() {
        return get(TYPE);
    }

    /** Such as {@code http} or {@code tcp}. */
    public String scheme() {
        return get(SCHEME);
    }

    /** The host. */
    public String host() {
        return get(HOST);
    }

    /** The port. */
    public OptionalInt port() {
        return get(PORT);
    }

    /** REST: the path. */
    public String path() {
        return get(PATH);
    }

    /** REST: the method. */
    public String httpMethod() {
        return get(HTTP_METHOD);
    }

    /** REST: whether a token of EdgeX goes with the request. */
    public boolean injectEdgeXAuth() {
        return get(INJECT_EDGE_X_AUTH);
    }

    /** Mail: the addresses. */
    public List<String> recipients() {
        return get(RECIPIENTS);
    }

    /** MQTT: the client id. */
    public String publisher() {
        return get(PUBLISHER);
    }

    /** MQTT and ZeroMQ: the topic. */
    public String topic() {
        return get(TOPIC);
    }

    /** MQTT: the quality of service. */
    public OptionalInt qos() {
        return get(QOS);
    }

    /** MQTT: where the password lies in the secret store. */
    public String secretPath() {
        return get(SECRET_PATH);
    }

    /** MQTT: {@code none} or {@code usernamepassword}. */
    public String authMode() {
        return get(AUTH_MODE);
    }

    /** MQTT: whether any certificate is trusted. */
    public boolean skipCertVerify() {
        return get(SKIP_CERT_VERIFY);
    }

    /** Makes a {@link Address}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Address, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Address#type()}. */
        public Builder type(String type) {
            return set(TYPE, type);
        }

        /** Sets {@link Address#scheme()}. */
        public Builder scheme(String scheme) {
            return set(SCHEME, scheme);
        }

        /** Sets {@link Address#host()}. */
        public Builder host(String host) {
            return set(HOST, host);
        }

        /** Sets {@link Address#port()}. */
        public Builder port(int port) {
            return set(PORT, OptionalInt.of(port));
        }

        /** Sets {@link Address#path()}. */
        public Builder path(String path) {
            return set(PATH, path);
        }

        /** Sets {@link Address#httpMethod()}. */
        public Builder httpMethod(String httpMethod) {
            return set(HTTP_METHOD, httpMethod);
        }

        /** Sets {@link Address#injectEdgeXAuth()}. */
        public Builder injectEdgeXAuth(boolean injectEdgeXAuth) {
            return set(INJECT_EDGE_X_AUTH, injectEdgeXAuth);
        }

        /** Sets {@link Address#recipients()}. */
        public Builder recipients(List<String> recipients) {
            return set(RECIPIENTS, recipients);
        }

        /** Sets {@link Address#publisher()}. */
        public Builder publisher(String publisher) {
            return set(PUBLISHER, publisher);
        }

        /** Sets {@link Address#topic()}. */
        public Builder topic(String topic) {
            return set(TOPIC, topic);
        }

        /** Sets {@link Address#qos()}. */
        public Builder qos(int qos) {
            return set(QOS, OptionalInt.of(qos));
        }

        /** Sets {@link Address#secretPath()}. */
        public Builder secretPath(String secretPath) {
            return set(SECRET_PATH, secretPath);
        }

        /** Sets {@link Address#authMode()}. */
        public Builder authMode(String authMode) {
            return set(AUTH_MODE, authMode);
        }

        /** Sets {@link Address#skipCertVerify()}. */
        public Builder skipCertVerify(boolean skipCertVerify) {
            return set(SKIP_CERT_VERIFY, skipCertVerify);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Address build() {
            return new Address(json());
        }
    }
}
