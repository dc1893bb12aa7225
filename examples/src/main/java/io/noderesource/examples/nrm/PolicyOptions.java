package io.noderesource.examples.nrm;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Policy;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What a plan may do beyond what is always safe. */
final class PolicyOptions {

    private static final Duration CONSENT_HOLDS = Duration.ofMinutes(10);

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            defaultValue = "noderesource",
            description = "Whose mark the volume groups carry; ${DEFAULT-VALUE} unless told.")
    private String owner = "noderesource";

    @Option(
            names = "--max-devices",
            paramLabel = "N",
            defaultValue = "" + Policy.DEFAULT_MAX_DEVICES,
            description = "How many devices one run may claim or wipe; ${DEFAULT-VALUE} unless told.")
    private int maxDevices = Policy.DEFAULT_MAX_DEVICES;

    @Option(
            names = "--consent",
            paramLabel = "HASH[@EXPIRY]",
            description = "Do what was refused with this hash; may be given again. It holds until EXPIRY, such as"
                    + " 2026-01-31T12:00:00Z, or for ten minutes.")
    private List<String> consents = new ArrayList<>();

    @Option(
            names = "--adopt",
            paramLabel = "ADDRESS",
            description = "Make a resource ours that is there and not marked, such as volumegroup/vg-data; may be given"
                    + " again.")
    private List<String> adopt = new ArrayList<>();

    @Option(
            names = "--release",
            paramLabel = "ADDRESS",
            description = "Take our mark off a resource and forget it; it stays as it is. May be given again.")
    private List<String> release = new ArrayList<>();

    int maxDevices() {
        return maxDevices;
    }

    /**
     * The policy.
     *
     * @throws NodeResourceException {@code input/bad-option}, {@code input/bad-address}
     */
    Policy policy(Clock clock) {
        Instant now = clock.instant();
        return Policy.builder()
                .owner(owner)
                .maxDevices(maxDevices)
                .consents(consents.stream().map(c -> consent(c, now)).toList())
                .adopt(addresses(adopt))
                .release(addresses(release))
                .build();
    }

    private static Consent consent(String text, Instant now) {
        int at = text.indexOf('@');
        try {
            return at < 0
                    ? new Consent(text, now.plus(CONSENT_HOLDS))
                    : new Consent(text.substring(0, at), Instant.parse(text.substring(at + 1)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new NodeResourceException(
                    StandardErrorCode.BAD_OPTION,
                    "--consent " + text + ": " + e.getMessage()
                            + "; write the hash of the refusal, and an expiry as @2026-01-31T12:00:00Z if need be",
                    e);
        }
    }

    private static Set<ResourceAddress> addresses(List<String> texts) {
        return texts.stream().map(ResourceAddress::parse).collect(Collectors.toCollection(HashSet::new));
    }
}
