package io.noderesource.plan;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import java.time.Instant;
import java.util.Optional;

/**
 * A consent has not expired.
 *
 * @param expires when it ends
 */
public record ConsentInForce(Instant expires) implements Condition {

    @Override
    public String describe() {
        return "the consent is in force until " + expires;
    }

    @Override
    public Optional<Violation> check(Inventory now) {
        return now.observedAt().isBefore(expires)
                ? Optional.empty()
                : Optional.of(new Violation(StandardErrorCode.CONSENT_EXPIRED, "consent", "it expired at " + expires));
    }
}
