package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.internal.json.Json;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.plan.PlanRequest;
import java.math.BigInteger;

/** The UUIDs that physical volumes get: they follow from the ledger, so that the planner stays pure. */
final class LvmIds {

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int[] GROUPS = {6, 4, 4, 4, 4, 4, 6};

    private LvmIds() {}

    /**
     * The UUID for a new physical volume, in LVM's form: 32 characters in seven groups ({@code lib/uuid/uuid.c}).
     *
     * <p>It differs with the ledger's salt and generation, so it is never given twice by one state directory.
     */
    static String physicalVolume(PlanRequest request, ResourceAddress address, DeviceIdentity device) {
        String seed = String.join(
                "\n",
                request.ledger().salt(),
                Long.toString(request.ledger().generation()),
                request.node().name(),
                address.toString(),
                device.toString());
        BigInteger number = new BigInteger(Json.sha256(seed), 16);
        BigInteger base = BigInteger.valueOf(DIGITS.length());
        StringBuilder uuid = new StringBuilder();
        for (int group : GROUPS) {
            if (!uuid.isEmpty()) {
                uuid.append('-');
            }
            for (int i = 0; i < group; i++) {
                BigInteger[] parts = number.divideAndRemainder(base);
                uuid.append(DIGITS.charAt(parts[1].intValue()));
                number = parts[0];
            }
        }
        return uuid.toString();
    }
}
