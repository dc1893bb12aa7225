package io.noderesource.examples.nrm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.noderesource.apply.ApplyReport;
import io.noderesource.devices.Pass;
import io.noderesource.plan.Plan;
import java.util.List;
import java.util.Map;

/** JSON of the runner's own. */
final class JsonLines {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLines() {}

    /** A plan and what became of it, in their own forms. */
    static String applied(Plan plan, ApplyReport report) {
        try {
            ObjectNode both = MAPPER.createObjectNode();
            both.set("plan", MAPPER.readTree(plan.toJson()));
            both.set("report", MAPPER.readTree(report.toJson()));
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(both);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan or a report is not JSON", e);
        }
    }

    /** Passes in their order, with what became of each, and whether all is as declared after them. */
    static String converged(List<Pass> passes, boolean asDeclared) {
        try {
            ObjectNode all = MAPPER.createObjectNode();
            ArrayNode each = all.putArray("passes");
            for (Pass pass : passes) {
                ObjectNode one = each.addObject();
                one.set("plan", MAPPER.readTree(pass.plan().toJson()));
                one.set("report", MAPPER.readTree(pass.report().toJson()));
                one.set("problems", MAPPER.valueToTree(pass.problems()));
            }
            all.put("asDeclared", asDeclared);
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan or a report is not JSON", e);
        }
    }

    /** Facts on one line. */
    static String line(Map<String, ?> facts) {
        return write(facts, MAPPER);
    }

    /** Facts for people to read, too. */
    static String pretty(Map<String, ?> facts) {
        return write(facts, MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT));
    }

    private static String write(Map<String, ?> facts, ObjectMapper mapper) {
        try {
            return mapper.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not to be written as JSON: " + facts, e);
        }
    }
}
