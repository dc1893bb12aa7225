package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A service as core-keeper knows it, from 4.0 on. Immutable. */
public final class Registration extends EdgexObject {
    private static final Field<String> SERVICE_ID = Field.text("serviceId");
    private static final Field<Optional<RegistrationStatus>> STATUS = Field.choice("status", RegistrationStatus.class);
    private static final Field<String> HOST = Field.text("host");
    private static final Field<OptionalInt> PORT = Field.integer("port");
    // core-keeper 4.0.2 answers with a capital, whatever its documents say
    private static final Field<Optional<HealthCheck>> HEALTH_CHECK =
            Field.object("healthCheck", HealthCheck::of).answeredAs("HealthCheck");
    private static final Field<OptionalLong> LAST_CONNECTED = Field.whole("lastConnected");
    private static final Field<OptionalLong> CREATED = Field.whole("created");
    private static final Field<OptionalLong> MODIFIED = Field.whole("modified");
    private static final List<Field<?>> FIELDS =
            List.of(SERVICE_ID, STATUS, HOST, PORT, HEALTH_CHECK, LAST_CONNECTED, CREATED, MODIFIED);

    private Registration(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static Registration of(Json.Obj json) {
        return new Registration(json);
    }

    /** Starts one with what it can not be without. */
    public static Builder builder(String serviceId, String host, int port, HealthCheck healthCheck) {
        return new Builder(Json.object())
                .serviceId(serviceId)
                .host(host)
                .port(port)
                .healthCheck(healthCheck);
    }

    /** Starts a changed copy. */
    public Builder toBuilder() {
        return new Builder(json());
    }

    /** The service's key, such as {@code core-command}. */
    public String serviceId() {
        return get(SERVICE_ID);
    }

    /** How it does. */
    public Optional<RegistrationStatus> status() {
        return get(STATUS);
    }

    /** Where it is. */
    public String host() {
        return get(HOST);
    }

    /** Where it listens. */
    public OptionalInt port() {
        return get(PORT);
    }

    /** How it is asked. */
    public Optional<HealthCheck> healthCheck() {
        return get(HEALTH_CHECK);
    }

    /** When it last answered, in milliseconds since 1970. */
    public OptionalLong lastConnected() {
        return get(LAST_CONNECTED);
    }

    /** When it was added, in milliseconds since 1970. */
    public OptionalLong created() {
        return get(CREATED);
    }

    /** When it was last changed, in milliseconds since 1970. */
    public OptionalLong modified() {
        return get(MODIFIED);
    }

    /** Makes a {@link Registration}. Not thread-safe. */
    public static final class Builder extends EdgexObject.Builder<Registration, Builder> {
        private Builder(Json.Obj json) {
            super(json);
        }

        /** Sets {@link Registration#serviceId()}. */
        public Builder serviceId(String serviceId) {
            return set(SERVICE_ID, serviceId);
        }

        /** Sets {@link Registration#status()}. */
        public Builder status(RegistrationStatus status) {
            return set(STATUS, Optional.of(status));
        }

        /** Sets {@link Registration#host()}. */
        public Builder host(String host) {
            return set(HOST, host);
        }

        /** Sets {@link Registration#port()}. */
        public Builder port(int port) {
            return set(PORT, OptionalInt.of(port));
        }

        /** Sets {@link Registration#healthCheck()}. */
        public Builder healthCheck(HealthCheck healthCheck) {
            return set(HEALTH_CHECK, Optional.of(healthCheck));
        }

        /** Sets {@link Registration#lastConnected()}. */
        public Builder lastConnected(long lastConnected) {
            return set(LAST_CONNECTED, OptionalLong.of(lastConnected));
        }

        /** Sets {@link Registration#created()}. */
        public Builder created(long created) {
            return set(CREATED, OptionalLong.of(created));
        }

        /** Sets {@link Registration#modified()}. */
        public Builder modified(long modified) {
            return set(MODIFIED, OptionalLong.of(modified));
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Registration build() {
            return new Registration(json());
        }
    }
}
