package io.noderesource.kinds;

import io.noderesource.internal.json.Json;
import io.noderesource.inventory.VolumeGroup;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tag that says whose a volume group is: {@code noderesource/OWNER/NODE}.
 *
 * @param owner who brings it to its declared state
 * @param node the node on which it does
 */
public record VolumeGroupMark(String owner, String node) {

    /** Whose a volume group is. */
    public enum Verdict {
        /** It carries this owner's and this node's mark. */
        OURS,
        /** It carries this owner's mark with another node: a re-installed node or a moved disk. */
        OTHER_NODE,
        /** It carries another owner's mark, or several marks. */
        OTHER_OWNER,
        /** It carries no mark. */
        UNMARKED
    }

    private static final String PREFIX = "noderesource/";
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.+-]{1,253}");

    /** Makes a mark; a name that cannot stand in a tag (lvm(8), "tags") is replaced by its hash. */
    public static VolumeGroupMark of(String owner, String node) {
        return new VolumeGroupMark(part(owner), part(node));
    }

    private static String part(String name) {
        return PART.matcher(name).matches()
                ? name
                : "sha256-" + Json.sha256(name).substring(0, 32);
    }

    /** The tag's text. */
    public String tag() {
        return PREFIX + owner + "/" + node;
    }

    /** The marks that a volume group carries. */
    static List<String> marksOf(VolumeGroup group) {
        return group.tags().stream().filter(t -> t.startsWith(PREFIX)).toList();
    }

    /** Tells whose a volume group is. */
    public Verdict verdict(VolumeGroup group) {
        List<String> marks = marksOf(group);
        if (marks.isEmpty()) {
            return Verdict.UNMARKED;
        }
        if (marks.size() > 1) {
            return Verdict.OTHER_OWNER;
        }
        if (marks.get(0).equals(tag())) {
            return Verdict.OURS;
        }
        return marks.get(0).startsWith(PREFIX + owner + "/") ? Verdict.OTHER_NODE : Verdict.OTHER_OWNER;
    }

    /** The one mark that a volume group carries. */
    static Optional<String> markOf(VolumeGroup group) {
        return marksOf(group).stream().findFirst();
    }
}
