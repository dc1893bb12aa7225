package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.internal.json.Json;
import io.noderesource.plan.PlanRequest;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What says whose a file system is, mounted or not: its label, {@code nr-} and hashes of owner and node; and in a UUID
 * that we give, a first group that follows from the address.
 *
 * <p>A label has 12 characters on XFS (mkfs.xfs(8)) and 16 on ext4, too few for names.
 *
 * @param owner four characters that stand for who brings it to its declared state
 * @param node five characters that stand for the node
 * @param address eight hexadecimal digits that stand for owner, node and quota path
 */
record QuotaPathMark(String owner, String node, String address) {

    /** Whose a file system is. */
    enum Verdict {
        /** It carries this owner's and this node's mark. */
        OURS,
        /** It carries this owner's mark with another node. */
        OTHER_NODE,
        /** It carries another owner's mark. */
        OTHER_OWNER,
        /** It carries no mark. */
        UNMARKED
    }

    private static final String PREFIX = "nr-";
    private static final int OWNER = 4;
    private static final int NODE = 5;
    private static final Pattern LABEL = Pattern.compile("nr-[0-9a-z]{9}");

    static QuotaPathMark of(PlanRequest request, ResourceAddress address) {
        String owner = request.policy().owner();
        String node = request.node().name();
        return new QuotaPathMark(
                digits("owner\n" + owner, OWNER),
                digits("node\n" + node, NODE),
                Json.sha256("address\n" + owner + "\n" + node + "\n" + address).substring(0, 8));
    }

    private static String digits(String text, int count) {
        BigInteger space = BigInteger.valueOf(Character.MAX_RADIX).pow(count);
        String number = new BigInteger(Json.sha256(text), 16).mod(space).toString(Character.MAX_RADIX);
        return "0".repeat(count - number.length()) + number;
    }

    /** The label's text. */
    String label() {
        return PREFIX + owner + node;
    }

    /** Tells whose a file system of a label is. */
    Verdict verdict(@Nullable String label) {
        if (label == null || !LABEL.matcher(label).matches()) {
            return Verdict.UNMARKED;
        }
        if (label.equals(label())) {
            return Verdict.OURS;
        }
        return label.startsWith(PREFIX + owner) ? Verdict.OTHER_NODE : Verdict.OTHER_OWNER;
    }

    /** Tells whether a file system of a UUID and a label was made for this quota path by this owner on this node. */
    boolean isOf(@Nullable String uuid, @Nullable String label) {
        return verdict(label) == Verdict.OURS && uuid != null && uuid.startsWith(address + "-");
    }

    /**
     * Tells whether a file system carries our mark and a UUID that we did not give, so that it was adopted, for whichever
     * quota path.
     */
    boolean isAdopted(@Nullable String uuid, @Nullable String label) {
        return verdict(label) == Verdict.OURS && uuid != null && !(uuid.length() == 36 && uuid.charAt(14) == '8');
    }

    /**
     * The UUID for a new file system. All but its first group differs with the ledger's salt and generation, so it is
     * never given twice by one state directory; version 8 is the one for such UUIDs (RFC 9562).
     *
     * @param identity what the device is known by
     */
    String uuid(PlanRequest request, ResourceAddress of, String identity) {
        String hash = Json.sha256(String.join(
                "\n",
                "file system",
                request.ledger().salt(),
                Long.toString(request.ledger().generation()),
                request.node().name(),
                of.toString(),
                identity));
        char variant = "89ab".charAt(Character.digit(hash.charAt(7), 16) & 3);
        return address + "-" + hash.substring(0, 4) + "-8" + hash.substring(4, 7) + "-" + variant
                + hash.substring(8, 11) + "-" + hash.substring(11, 23);
    }

    /** What a verdict means to people; empty for what carries no mark. */
    static Optional<String> fact(Verdict verdict, @Nullable String label) {
        return switch (verdict) {
            case OURS -> Optional.of("it carries our mark, " + label);
            case OTHER_NODE -> Optional.of("it carries the mark of another node, " + label);
            case OTHER_OWNER -> Optional.of("it carries the mark of another owner, " + label);
            case UNMARKED -> Optional.empty();
        };
    }
}
