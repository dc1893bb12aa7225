package io.noderesource.examples.nrm;

import io.noderesource.devices.plan.PictureItem;
import io.noderesource.devices.plan.PoolPicture;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.inventory.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A node pool as tables of at most about 140 columns: its services with their devices below them, and its profiles. */
final class PoolText {

    private static final int NAME = 64;
    private static final int PROFILE = 24;
    private static final int WHY = 72;

    /** More devices of a service, or profiles, than this are not all shown: {@code nrm devices list} does that. */
    private static final int SHOWN = 20;

    private final PoolPicture picture;

    private PoolText(PoolPicture picture) {
        this.picture = picture;
    }

    /**
     * Draws it.
     *
     * @param nodePool its name
     * @param platform what its platform is
     * @param picture how it stands
     */
    static String render(String nodePool, String platform, PoolPicture picture) {
        PoolText text = new PoolText(picture);
        return "Node pool " + DeviceText.printable(nodePool) + " on " + platform + "\n" + text.unseen() + "\n"
                + text.services() + "\n" + text.profiles() + "\n" + text.summary();
    }

    private String unseen() {
        StringBuilder text = new StringBuilder();
        picture.listings().stream()
                .filter(l -> l.state() != Section.State.COMPLETE)
                .forEach(l -> text.append("! not ")
                        .append(l.state() == Section.State.PARTIAL ? "all " : "any ")
                        .append(plural(l.kind()))
                        .append(" were seen: ")
                        .append(DeviceText.printable(String.valueOf(l.reason())))
                        .append('\n'));
        return text.toString();
    }

    private String services() {
        Map<String, List<PictureItem>> services = new TreeMap<>();
        picture.items(IotKind.SERVICE)
                .forEach(s -> services.computeIfAbsent(s.name(), n -> new ArrayList<>())
                        .add(s));
        Map<String, List<PictureItem>> devices =
                picture.items(IotKind.DEVICE).stream().collect(Collectors.groupingBy(PictureItem::service));
        Set<String> names = new TreeSet<>(services.keySet());
        names.addAll(devices.keySet());
        if (names.isEmpty()) {
            return "No services and no devices.\n";
        }
        TextTable table = new TextTable(
                List.of("SERVICE, DEVICES", "PROFILE", "ADMIN", "OPERATING", "SYNCED", "MANAGED", "DIFFERS"),
                List.of(NAME, PROFILE, 8, 9, 7, 7, WHY));
        for (String name : names) {
            List<PictureItem> found = services.getOrDefault(name, List.of());
            found.forEach(s -> row(table, "", s));
            if (found.isEmpty()) {
                table.row(name.isEmpty() ? "(no service)" : DeviceText.printable(name), "-", "-", "-", "-", "-", "-");
            }
            children(table, devices.getOrDefault(name, List.of()));
        }
        return table.render();
    }

    private static void children(TextTable table, List<PictureItem> devices) {
        List<PictureItem> shown = shown(devices);
        int left = devices.size() - shown.size();
        for (int i = 0; i < shown.size(); i++) {
            row(table, i < shown.size() - 1 || left > 0 ? "├─ " : "└─ ", shown.get(i));
        }
        if (left > 0) {
            table.row("└─ " + more(devices, shown), "", "", "", "", "", "");
        }
    }

    private String profiles() {
        List<PictureItem> profiles = picture.items(IotKind.PROFILE);
        if (profiles.isEmpty()) {
            return "No profiles.\n";
        }
        Map<String, Integer> uses = new HashMap<>();
        picture.items(IotKind.DEVICE).forEach(d -> uses.merge(d.profile(), 1, Integer::sum));
        TextTable table = new TextTable(
                List.of("PROFILE", "DEVICES", "SYNCED", "MANAGED", "DIFFERS"), List.of(NAME, 7, 7, 7, WHY));
        List<PictureItem> shown = shown(profiles);
        shown.forEach(p -> table.row(
                DeviceText.printable(p.name()),
                String.valueOf(uses.getOrDefault(p.name(), 0)),
                synced(p),
                managed(p),
                why(p)));
        if (shown.size() < profiles.size()) {
            table.row(more(profiles, shown), "", "", "", "");
        }
        return table.render();
    }

    private static void row(TextTable table, String branch, PictureItem item) {
        table.row(
                branch + DeviceText.printable(item.name()),
                DeviceText.orNone(item.profile()),
                DeviceText.orNone(item.adminState()),
                DeviceText.orNone(item.operatingState()),
                synced(item),
                managed(item),
                why(item));
    }

    private static String synced(PictureItem item) {
        return switch (item.presence()) {
            case THERE -> "True";
            case ABSENT -> "False";
            case UNSEEN -> "Unknown";
        };
    }

    private static String managed(PictureItem item) {
        return switch (item.charge()) {
            case MANAGED ->
                item.isAsDeclared() ? "True" : item.presence() == PictureItem.Presence.UNSEEN ? "Unknown" : "False";
            case UNMANAGED -> "no";
            case MIRRORED -> "mirror";
            case NOBODY -> "-";
        };
    }

    private static String why(PictureItem item) {
        List<String> all = new ArrayList<>(item.differences());
        all.addAll(item.notes());
        return DeviceText.orNone(String.join("; ", all));
    }

    /** All of a few; of many those that are not as declared first. */
    private static List<PictureItem> shown(List<PictureItem> items) {
        if (items.size() <= SHOWN) {
            return items;
        }
        List<PictureItem> some = new ArrayList<>(
                items.stream().filter(i -> !isQuiet(i)).limit(SHOWN).toList());
        items.stream().filter(PoolText::isQuiet).limit(SHOWN - some.size()).forEach(some::add);
        return some;
    }

    private static boolean isQuiet(PictureItem item) {
        return item.isAsDeclared() && item.differences().isEmpty();
    }

    private static String more(List<PictureItem> all, List<PictureItem> shown) {
        long differing = all.stream().filter(i -> !isQuiet(i)).count()
                - shown.stream().filter(i -> !isQuiet(i)).count();
        int left = all.size() - shown.size();
        return "and " + left + " more" + (differing == 0 ? "" : ", of which " + differing + " differ");
    }

    private static String plural(IotKind kind) {
        return switch (kind) {
            case SERVICE -> "services";
            case PROFILE -> "profiles";
            case DEVICE -> "devices";
        };
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        for (IotKind kind : IotKind.values()) {
            List<PictureItem> items = picture.items(kind);
            long there = items.stream()
                    .filter(i -> i.presence() == PictureItem.Presence.THERE)
                    .count();
            parts.add(there + " of " + items.size() + " " + plural(kind));
        }
        List<PictureItem> managed = picture.items().stream()
                .filter(i -> i.charge() == PictureItem.Charge.MANAGED)
                .toList();
        long asDeclared = managed.stream().filter(PictureItem::isAsDeclared).count();
        return String.join(", ", parts) + " are there; " + asDeclared + " of " + managed.size()
                + " managed are as declared.\n";
    }
}
