package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.DeviceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Operations as LVM commands with JSON reports; how a command is run is left open.
 *
 * <p>Whether a command did what it was asked is decided by its status alone. What LVM says in words is only quoted.
 */
abstract class CommandEngine implements LvmEngine {

    /**
     * What reports look like, whatever the node's {@code report} section says: {@code compact_output} would drop empty
     * fields, {@code binary_values_as_numeric} and {@code two_word_unknown_device} change values.
     */
    private static final String REPORT_SETTINGS = "report{compact_output=0 compact_output_cols=\"\" columns_as_rows=0"
            + " buffered=1 quoted=1 prefixes=0 list_item_separator=\",\" binary_values_as_numeric=0"
            + " two_word_unknown_device=0 mark_hidden_devices=1}";

    /**
     * LVM looks for signatures of all that libblkid knows, not of swap, md and LUKS alone, whatever the node's settings say (lvm.conf(5)):
     * before it takes a device, it may have waited for its own lock for long.
     */
    private static final String SIGNATURES = " allocation{use_blkid_wiping=1}";

    private static final String PV_FIELDS =
            "pv_uuid,pv_name,pv_major,pv_minor,pv_size,dev_size,pe_start,pv_free,pv_missing,"
                    + "pv_duplicate,pv_allocatable,pv_in_use,pv_tags";
    private static final String VG_FIELDS = "vg_uuid,vg_name,vg_seqno,vg_extent_size,vg_size,vg_free,pv_count,"
            + "vg_missing_pv_count,lv_count,vg_permissions,vg_exported,vg_systemid,vg_lock_type,vg_tags";
    private static final String LV_FIELDS = "lv_uuid,lv_name,lv_size,lv_attr,pool_lv,origin,data_percent,"
            + "metadata_percent,lv_health_status,lv_tags";
    private static final String[] JSON = {"--reportformat", "json", "--units", "b", "--nosuffix"};

    private static final CommandResult NO_DUPLICATES =
            new CommandResult(true, 0, ReportParser.NO_DUPLICATES, List.of());

    private static final Pattern VERSION = Pattern.compile("LVM version:\\s+(.+)");
    private static final Pattern SYSTEM_ID = Pattern.compile("system ID:\\s*(.*)");
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,5}).*");

    private final HostFiles host;
    private volatile @Nullable String version;

    CommandEngine(HostFiles host) {
        this.host = host;
    }

    /** What carries out the commands. */
    abstract String name();

    /** Settings that make LVM's output go where the engine looks for it, and keep LVM from harming its process. */
    abstract String engineSettings();

    /**
     * Runs a command.
     *
     * @throws NodeResourceException when there is no result by the deadline
     */
    abstract CommandResult execute(CommandLine command, Deadline deadline);

    /**
     * Runs a command that changes something, and does not return before it has ended.
     *
     * @param before what is done when the command has its turn; the command is not run when that throws
     * @throws NodeResourceException when it could not be begun by the deadline
     */
    abstract CommandResult carryOut(CommandLine command, Deadline deadline, Runnable before);

    @Override
    public String version(Call call) {
        return name() + " " + lvmVersion(call.deadline());
    }

    @Override
    public LvmReport report(Call call) {
        String config = config(call);
        CommandResult all = execute(
                CommandLine.of("fullreport")
                        .config(config)
                        .add(JSON)
                        .add("--all", "--foreign", "--shared")
                        .add("--configreport", "vg", "--options", VG_FIELDS)
                        .add("--configreport", "pv", "--options", PV_FIELDS)
                        .add("--configreport", "lv", "--options", LV_FIELDS)
                        .add("--configreport", "seg", "--options", "lv_uuid,seg_start,segtype")
                        .add("--configreport", "pvseg", "--options", "pv_uuid")
                        .build(),
                call.deadline());
        // Once it has looked at all devices, LVM warns of each PV that is on two (lvmcache_label_scan in lvm2's
        // lib/cache/lvmcache.c), and usually of nothing. A full report shows it once; only pvs --all shows the second
        // device.
        boolean quiet = all.succeeded() && all.messages().isEmpty();
        CommandResult duplicates = quiet ? NO_DUPLICATES : duplicates(config, call.deadline());
        LvmReport report = parsed(all, duplicates, call);
        if (all.succeeded() && duplicates.succeeded()) {
            return report;
        }
        CommandResult bad = all.succeeded() ? duplicates : all;
        return new LvmReport(
                report.physicalVolumes(),
                report.volumeGroups(),
                report.logicalVolumes(),
                "LVM could not show all: " + bad.said());
    }

    private LvmReport parsed(CommandResult all, CommandResult duplicates, Call call) {
        try {
            return ReportParser.parse(all.report(), duplicates.report(), asked(() -> systemId(call.deadline())));
        } catch (NodeResourceException e) {
            CommandResult bad = all.succeeded() ? duplicates : all;
            if (bad.succeeded() || e.code() != LvmErrorCode.UNREADABLE_REPORT) {
                throw e;
            }
            throw new NodeResourceException(
                    LvmErrorCode.COMMAND_FAILED,
                    "LVM shows nothing (status " + bad.status() + "): " + bad.said() + "; put right what LVM names",
                    e);
        }
    }

    private CommandResult duplicates(String config, Deadline deadline) {
        return execute(
                CommandLine.of("pvs")
                        .config(config)
                        .add(JSON)
                        .add("--all", "--foreign", "--shared", "--select", "pv_duplicate=1")
                        .add("--options", PV_FIELDS + ",vg_name,vg_uuid")
                        .build(),
                deadline);
    }

    /** Asks once, and only when the answer is wanted. */
    private static <T> Supplier<@Nullable T> asked(Supplier<@Nullable T> question) {
        return new Supplier<>() {
            private boolean known;
            private @Nullable T answer;

            @Override
            public @Nullable T get() {
                if (!known) {
                    answer = question.get();
                    known = true;
                }
                return answer;
            }
        };
    }

    @Override
    public void createPhysicalVolume(Call call, String path, String uuid, Runnable before) {
        CommandLine.Builder command = CommandLine.of("pvcreate")
                .config(config(call) + SIGNATURES)
                .add("--norestorefile")
                .option("--uuid", uuid)
                .operands(path);
        change(call, command, List.of(path), before);
    }

    @Override
    public void createVolumeGroup(Call call, String name, List<String> paths, List<String> tags) {
        CommandLine.Builder command = CommandLine.of("vgcreate").config(config(call) + SIGNATURES);
        tags.forEach(tag -> command.option("--addtag", tag));
        command.operands(name);
        int fit = CommandLine.MAX_WORDS - command.build().words().size();
        List<String> first = paths.subList(0, Math.min(fit, paths.size()));
        change(call, command.operands(first), first);
        if (first.size() < paths.size()) {
            extendVolumeGroup(call, name, paths.subList(first.size(), paths.size()));
        }
    }

    @Override
    public void extendVolumeGroup(Call call, String name, List<String> paths) {
        String config = config(call) + SIGNATURES;
        for (int from = 0; from < paths.size(); ) {
            CommandLine.Builder command =
                    CommandLine.of("vgextend").config(config).operands(name);
            int fit = CommandLine.MAX_WORDS - command.build().words().size();
            List<String> some = paths.subList(from, Math.min(from + fit, paths.size()));
            change(call, command.operands(some), some);
            from += some.size();
        }
    }

    @Override
    public void growPhysicalVolume(Call call, String path) {
        change(call, CommandLine.of("pvresize").config(config(call)).operands(path), List.of(path));
    }

    @Override
    public void changeTags(Call call, String name, List<String> add, List<String> remove) {
        CommandLine.Builder command = CommandLine.of("vgchange").config(config(call));
        add.forEach(tag -> command.option("--addtag", tag));
        remove.forEach(tag -> command.option("--deltag", tag));
        change(call, command.operands(name), List.of());
    }

    private void change(Call call, CommandLine.Builder builder, List<String> paths) {
        change(call, builder, paths, () -> {});
    }

    private void change(Call call, CommandLine.Builder builder, List<String> paths, Runnable before) {
        CommandLine command = builder.build();
        CommandResult result = carryOut(command, call.deadline(), before);
        if (result.succeeded()) {
            return;
        }
        String failed = command.name() + " "
                + String.join(
                        " ",
                        command.words()
                                .subList(
                                        command.words().indexOf("--") + 1,
                                        command.words().size()))
                + " failed (status " + result.status() + "): " + result.said();
        for (String path : paths) {
            if (isKnownToBeFiltered(call, path)) {
                throw new NodeResourceException(
                        LvmErrorCode.FILTERED_DEVICE,
                        failed + "; the node's filters keep LVM from " + path
                                + ": admit it in lvm.conf (filter, global_filter), or take it out of the declaration");
            }
        }
        throw new NodeResourceException(
                LvmErrorCode.COMMAND_FAILED, failed + "; put right what LVM names, and make a new plan");
    }

    /** What LVM said of the failure counts; that there is no time left to ask why must not take its place. */
    private boolean isKnownToBeFiltered(Call call, String path) {
        try {
            return isFiltered(call, path);
        } catch (NodeResourceException unanswered) {
            return false;
        }
    }

    /**
     * Looks whether the node's filters keep LVM from a device: LVM lists it without them, and not with them. With a
     * devices file there are none, and LVM adds to the file by itself.
     */
    private boolean isFiltered(Call call, String path) {
        Optional<DeviceNumber> number = HostFiles.numberOf(Path.of(path));
        return number.isPresent()
                && call.excluded().isEmpty()
                && devicesFile(call.deadline()).isEmpty()
                && !listed(call, settings(devices(""))).contains(number.get())
                && listed(call, settings(devices(" filter=[\"a|.*|\"] global_filter=[\"a|.*|\"]")))
                        .contains(number.get());
    }

    /** The devices that LVM looks at; {@code pvs --all} shows PVs only, whatever its man page says (2.03.16). */
    private Set<DeviceNumber> listed(Call call, String config) {
        CommandResult all = execute(CommandLine.of("lvmdiskscan").config(config).build(), call.deadline());
        return all.messages().stream()
                .filter(line -> line.startsWith("/"))
                .flatMap(line -> HostFiles.numberOf(Path.of(line.split(" ", 2)[0])).stream())
                .collect(Collectors.toSet());
    }

    private String lvmVersion(Deadline deadline) {
        String known = version;
        if (known != null) {
            return known;
        }
        CommandResult result =
                execute(CommandLine.of("version").config(settings(devices(""))).build(), deadline);
        String found = said(result, VERSION);
        if (found == null) {
            throw new NodeResourceException(
                    LvmErrorCode.UNREADABLE_REPORT, "LVM does not tell its version: " + result.said());
        }
        version = found;
        return found;
    }

    /** This node's system id; empty when it has none, null when LVM does not tell. */
    private @Nullable String systemId(Deadline deadline) {
        return said(
                execute(CommandLine.of("systemid").config(settings(devices(""))).build(), deadline), SYSTEM_ID);
    }

    private static @Nullable String said(CommandResult result, Pattern pattern) {
        for (String message : result.messages()) {
            Matcher m = pattern.matcher(message);
            if (m.matches()) {
                return m.group(1).strip();
            }
        }
        return null;
    }

    private String settings(String deviceSettings) {
        return engineSettings() + " " + REPORT_SETTINGS + " " + deviceSettings;
    }

    /** All settings of a command, with devices left out where needed. */
    private String config(Call call) {
        return settings(deviceSettings(call));
    }

    /** Settings by which LVM leaves alone what nobody may open: whoever reads a suspended device waits for its resumption. */
    private static String devices(String filter) {
        return "devices{ignore_suspended_devices=1" + filter + "}";
    }

    /**
     * Settings by which LVM leaves out the devices that it must not open.
     *
     * <p>{@code --devices} would be simpler, but it switches the node's own filters and its devices file off
     * ({@code _accept_p} in lvm2's {@code lib/filters/filter-regex.c}, {@code setup_devices} in
     * {@code lib/device/dev-cache.c}): LVM would use devices that the node's administrator keeps from it, and a new PV
     * would not get into the devices file. So the node's own global filter gets rejects in front. Where a devices file
     * is in force LVM heeds no filter, and opens what the file lists; where that has entries by name alone, it would also search other
     * devices for one that has moved ({@code device_ids_find_renamed_devs} in {@code lib/device/device_id.c}).
     */
    final String deviceSettings(Call call) {
        if (call.excluded().isEmpty()) {
            return devices("");
        }
        Optional<String> devicesFile = devicesFile(call.deadline());
        if (devicesFile.isPresent()) {
            for (ExcludedDevice device : call.excluded()) {
                refuseWhenListed(device, devicesFile.get());
            }
            return devices(" search_for_devnames=\"none\"");
        }
        String own = setting(call.deadline(), "devices/global_filter");
        StringBuilder rejects = new StringBuilder();
        for (ExcludedDevice device : call.excluded()) {
            for (String alias : host.aliases(device.number())) {
                rejects.append(DeviceFilter.reject(alias)).append(',');
            }
        }
        String rest = own.startsWith("[") ? own.substring(1) : own + "]";
        if (rest.indexOf('\'') >= 0) {
            throw new NodeResourceException(
                    LvmErrorCode.HUNG_DEVICE,
                    "cannot keep LVM away from " + call.excluded()
                            + ": devices/global_filter in lvm.conf has a single quote; write it without");
        }
        return devices(" global_filter=[" + rejects + rest);
    }

    private void refuseWhenListed(ExcludedDevice device, String devicesFile) {
        if (DevicesFile.lists(devicesFile, device, host.aliases(device.number()))) {
            throw new NodeResourceException(
                    LvmErrorCode.HUNG_DEVICE,
                    "LVM is not started: " + device
                            + " is, or may be, in LVM's devices file and would be opened; resume or remove"
                            + " it, or take it out with lvmdevices --deldev");
        }
    }

    /** The text of the devices file that is in force; empty when none is. */
    private Optional<String> devicesFile(Deadline deadline) {
        Matcher numbers = NUMBERS.matcher(lvmVersion(deadline));
        if (numbers.matches()) {
            int major = Integer.parseInt(numbers.group(1));
            int minor = Integer.parseInt(numbers.group(2));
            int patch = Integer.parseInt(numbers.group(3));
            // The setting came with 2.03.12 (WHATS_NEW in lvm2).
            if (major < 2 || (major == 2 && (minor < 3 || (minor == 3 && patch < 12)))) {
                return Optional.empty();
            }
        }
        if (!"1".equals(setting(deadline, "devices/use_devicesfile"))) {
            return Optional.empty();
        }
        String name = setting(deadline, "devices/devicesfile").replace("\"", "");
        return host.devicesFile(name);
    }

    /** Reads a setting as LVM sees it. {@code lvmconfig} would write to the process's standard output. */
    private String setting(Deadline deadline, String path) {
        String leaf = path.substring(path.indexOf('/') + 1) + "=";
        try {
            Path directory = Files.createTempDirectory("noderesource-lvm");
            Path file = directory.resolve("config");
            try {
                CommandResult result = execute(
                        CommandLine.of("lvmconfig")
                                .config(settings(devices("")))
                                .add("--type", "full", "--file", file.toString())
                                .operands(path)
                                .build(),
                        deadline);
                for (String line : result.succeeded() ? Files.readAllLines(file) : List.<String>of()) {
                    if (line.startsWith(leaf)) {
                        return line.substring(leaf.length());
                    }
                }
                throw new NodeResourceException(
                        LvmErrorCode.UNREADABLE_REPORT, "LVM does not tell its setting " + path + ": " + result.said());
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.IO, "cannot read LVM's setting " + path + ": " + e.getMessage(), e);
        }
    }
}
