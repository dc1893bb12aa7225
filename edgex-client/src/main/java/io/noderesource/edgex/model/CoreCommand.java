package io.noderesource.edgex.model;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.ParameterSpec;
import java.util.List;

/** A command that core-command offers for a device. Immutable. */
public final class CoreCommand extends EdgexObject {
    private static final Field<String> NAME = Field.text("name");
    private static final Field<Boolean> GET = Field.flag("get");
    private static final Field<Boolean> SET = Field.flag("set");
    private static final Field<String> PATH = Field.text("path");
    private static final Field<String> URL = Field.text("url");
    private static final Field<List<CoreCommandParameter>> PARAMETERS =
            Field.objects("parameters", CoreCommandParameter::of);
    private static final List<Field<?>> FIELDS = List.of(NAME, GET, SET, PATH, URL, PARAMETERS);

    private CoreCommand(Json.Obj json) {
        super(json, FIELDS);
    }

    /**
     * Reads it from JSON; unknown fields stay.
     *
     * @throws io.noderesource.edgex.error.EdgexException of kind {@code PROTOCOL} when a known field has a wrong type
     */
    public static CoreCommand of(Json.Obj json) {
        return new CoreCommand(json);
    }

    /** The name of the device command, or of the device resource that is a command of its own. */
    public String name() {
        return get(NAME);
    }

    /** Whether it can be read. */
    public boolean isReadable() {
        return get(GET);
    }

    /** Whether it can be written. */
    public boolean isWritable() {
        return get(SET);
    }

    /** Its path at core-command. */
    public String path() {
        return get(PATH);
    }

    /** Where core-command believes to be, such as {@code http://localhost:59882}: of no use behind a gateway, and not used here. */
    public String url() {
        return get(URL);
    }

    /** What it reads or takes, in order. */
    public List<CoreCommandParameter> parameters() {
        return get(PARAMETERS);
    }

    /**
     * What a set command is checked against when the profile is not at hand: names and types. Limits and defaults are unknown
     * here, so that a parameter can not be left to its default.
     */
    public CommandSpec spec() {
        return CommandSpec.of(
                name(),
                (isReadable() ? "R" : "") + (isWritable() ? "W" : ""),
                parameters().stream()
                        .map(parameter -> ParameterSpec.builder(parameter.resourceName(), parameter.valueType())
                                .build())
                        .toList());
    }
}
