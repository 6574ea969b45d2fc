using System.Text;
using Axle.Workflows.Definition.Reading;

namespace Axle.Workflows.Tests.Definition;

/// <summary>Files that people get wrong and files that mean harm: each gets a message that a person can act on, at the right place.</summary>
public class BrokenFileTests
{
    private const string Head = "name: x\nsteps:\n";
    private const string Tail = "steps: [{ key: a, tool: t }]\n";

    public static TheoryData<string, string, int, int, string> Files => new()
    {
        { "unknown key", Head + "- key: a\n  tool: t\n  dependson: []\n", 5, 3, "Did you mean 'dependsOn'?" },
        { "unknown key without neighbour", "name: x\nzzzzzz: 1\n" + Tail, 2, 1, "key 'zzzzzz' is unknown in a workflow" },
        { "key of another language", Head + "- key: a\n  tool: t\n  if: true\n", 5, 3, "Did you mean 'when'?" },
        { "key of an inner table", Head + "- key: a\n  tool: t\n  maxIterations: 3\n", 5, 3, "it belongs in 'loop'" },
        { "key of another kind", Head + "- key: a\n  tool: t\n  output: {}\n", 5, 3, "'output' belongs to 'prompt' steps" },
        { "missing name", Tail, 1, 1, "needs the key 'name'" },
        { "missing key", Head + "- tool: t\n", 3, 3, "needs the key 'key'" },
        { "null steps", "name: x\nsteps:\n", 2, 7, "'steps' must be a list of steps, not nothing" },
        { "steps as text", "name: x\nsteps: build\n", 2, 8, "not the text 'build'" },
        { "steps as mapping", "name: x\nsteps:\n  a: { tool: t }\n", 3, 3, "not a mapping" },
        { "no steps", "name: x\nsteps: []\n", 2, 8, "has no steps" },
        { "step as text", Head + "- build\n", 3, 3, "must be a step" },
        { "only a list", "- key: a\n  tool: t\n", 1, 1, "a workflow is a mapping" },
        { "only a text", "hello\n", 1, 1, "a workflow is a mapping" },
        { "empty file", "", 1, 1, "the file is empty" },
        { "only a comment", "# nothing\n", 1, 1, "the file is empty" },
        { "number for text", "name: 12\n" + Tail, 1, 7, "not the number 12" },
        { "text for number", Head + "- { key: a, tool: t, retry: { maxAttempts: many } }\n", 3, 44, "not the text 'many'" },
        { "number out of range", Head + "- { key: a, tool: t, retry: { maxAttempts: 0 } }\n", 3, 44, "from 1 to 1000" },
        { "text for boolean", Head + "- { key: a, tool: t, continueOnError: yes }\n", 3, 39, "must be true or false" },
        { "duration as number", "name: x\ntimeout: 30\n" + Tail, 2, 10, "must be a duration" },
        { "duration in a wrong form", "name: x\ntimeout: 30 seconds\n" + Tail, 2, 10, "is not a duration" },
        { "duration too long", "name: x\ntimeout: 5000d\n" + Tail, 2, 10, "is 5000d, but must be" },
        { "version", "name: x\nversion: v1\n" + Tail, 2, 10, "is not a semantic version" },
        { "name with spaces", "name: my flow\n" + Tail, 1, 7, "is not a name" },
        { "unknown error kind", Head + "- { key: a, tool: t, retry: { on: [timeuot] } }\n", 3, 36, "Did you mean 'timeout'?" },
        { "handler never reached", Head + "- key: a\n  tool: t\n  onError:\n    default: [{ key: b, tool: t }]\n    timeout: [{ key: b, tool: t }]\n", 7, 5, "never reached" },
        { "duplicate key", "name: x\nname: y\n" + Tail, 2, 1, "the first is in line 1" },
        { "duplicate step", Head + "- { key: a, tool: t }\n- { key: a, tool: t }\n", 4, 10, "also the key of the step in line 3" },
        { "keys that differ in case", Head + "- { key: a, tool: t }\n- { key: A, tool: t }\n", 4, 10, "differs only in letter case from 'a'" },
        { "no kind", Head + "- key: a\n", 3, 8, "step 'a' does nothing" },
        { "two kinds", Head + "- { key: a, tool: t, prompt: p }\n", 3, 22, "has both 'tool' and 'prompt'" },
        { "agent without action", Head + "- { key: a, agent: quality }\n", 3, 13, "no 'action'" },
        { "missing dependency", Head + "- { key: lint, tool: t }\n- { key: b, tool: t, dependsOn: [lnt] }\n", 4, 34, "Did you mean 'lint'?" },
        { "own dependency", Head + "- { key: a, tool: t, dependsOn: a }\n", 3, 33, "depends on itself" },
        { "double dependency", Head + "- { key: a, tool: t }\n- { key: b, tool: t, dependsOn: [a, a] }\n", 4, 37, "twice" },
        { "cycle", Head + "- { key: a, tool: t, dependsOn: b }\n- { key: b, tool: t, dependsOn: c }\n- { key: c, tool: t, dependsOn: a }\n", 3, 33, "a → b → c → a" },
        { "cycle through an expression", Head + "- { key: a, tool: t, dependsOn: b }\n- { key: b, tool: t, when: \"${{ steps.a.output }}\" }\n", 3, 33, "a → b → a" },
        { "own result", Head + "- { key: a, tool: t, when: \"${{ steps.a.output }}\" }\n", 3, 33, "reads its own result" },
        { "broken expression", Head + "- { key: a, tool: t, when: \"${{ 1 + }}\" }\n", 3, 35, "this expression is broken" },
        { "open expression", Head + "- { key: a, prompt: \"go ${{ inputs.x\" }\n", 3, 25, "not closed" },
        { "unknown function", Head + "- { key: a, tool: t, when: \"${{ lenght('x') }}\" }\n", 3, 33, "length" },
        { "unknown context", Head + "- { key: a, prompt: \"${{ input.x }}\" }\n", 3, 26, "Did you mean 'inputs'?" },
        { "unknown input", "name: x\ninputs: { path: {} }\nsteps:\n- { key: a, prompt: \"${{ inputs.pth }}\" }\n", 4, 26, "Did you mean 'path'?" },
        { "unknown variable", Head + "- { key: a, set: { cuont: 1 } }\n", 3, 20, "variable 'cuont' is not declared" },
        { "unknown step in a block", Head + "- key: lint\n  tool: t\n- key: b\n  prompt: |\n    Look at this:\n      ${{ steps.lnit.output }}\n", 8, 11, "Did you mean 'lint'?" },
        { "unknown step behind escapes", Head + "- key: b\n  prompt: \"\\u00e4\\n\\t${{ steps.c.output }}\"\n", 4, 26, "step 'c' does not exist" },
        { "unknown step in single quotes", Head + "- key: b\n  prompt: 'it''s ${{ steps.c.output }}'\n", 4, 22, "step 'c' does not exist" },
        { "unknown step in folded lines", Head + "- key: b\n  prompt: one two\n    three ${{ steps.c.output }}\n", 5, 15, "step 'c' does not exist" },
        { "unknown step deep in data", Head + "- key: b\n  tool: t\n  with:\n    a:\n    - x: 1\n      y: ${{ steps.c.output }}\n", 8, 14, "step 'c' does not exist" },
        { "field that steps do not have", Head + "- { key: a, tool: t }\n- { key: b, prompt: \"${{ steps.a.result }}\" }\n", 4, 26, "steps.a.output.result" },
        { "item outside forEach", Head + "- { key: a, prompt: \"${{ item }}\" }\n", 3, 26, "only in the steps of a 'forEach'" },
        { "steps before the run", "name: x\nvariables: { v: \"${{ steps.a.output }}\" }\n" + Tail, 2, 22, "No step has run yet" },
        { "secret in a prompt", Head + "- { key: a, prompt: \"${{ secrets.KEY }}\" }\n", 3, 26, "written to the run's history" },
        { "expression in a timeout", "name: x\ntimeout: ${{ inputs.t }}\n" + Tail, 2, 10, "cannot hold an expression" },
        { "broken schema", "name: x\ninputs: { a: { type: strng } }\n" + Tail, 2, 22, "this JSON Schema is broken" },
        { "wrong default", "name: x\ninputs: { a: { type: integer, default: many } }\n" + Tail, 2, 40, "does not match its schema" },
        { "setting that does not execute", Head + "- { key: a, tool: t, guardrails: { a: 1 } }\n", 3, 22, "does not execute in this version" },
        { "tab", "name: x\nsteps:\n\t- key: a\n", 3, 1, "a tab is used to indent" },
        { "open bracket", "name: x\nsteps: [{ key: a, tool: t }\n", 3, 1, "Close every '['" },
        { "open quote", "name: \"x\nsteps: []\n", 1, 7, "never ends" },
        { "colon in a text", "name: x\ndescription: a: b\n" + Tail, 2, 15, "in quotes" },
        { "expression without quotes in braces", Head + "- { key: a, prompt: ${{ 1 }} }\n", 3, 22, "in quotes" },
        { "wrong indentation", "name: x\nsteps:\n  - key: a\n   tool: t\n", 4, 4, "indentation" },
        { "two documents", "name: x\n" + Tail + "---\nname: y\n", 3, 1, "a file holds one workflow" },
        { "own tag", "name: !secret x\n" + Tail, 1, 7, "tag '!secret' is not used" },
        { "list as key", "? [a]\n: b\n", 1, 3, "used as a key" },
        { "alias without anchor", "name: *x\n" + Tail, 1, 7, "no anchor" },
        { "alias in itself", "name: x\nsteps: &s [*s]\n", 2, 12, "inside the value it stands for" },
        { "merge of a text", Head + "- { <<: x, key: a, tool: t }\n", 3, 9, "merges mappings" },
        { "NUL", "name: x\0\n" + Tail, 1, 8, "U+0000" },
        { "half a character", "name: x\ud83d\n" + Tail, 1, 8, "half of a character" },
        { "infinity as data", "name: x\nvariables: { v: .inf }\n" + Tail, 2, 17, "not a number that data can hold" },
        { "windows line breaks", "name: x\r\nsteps:\r\n- key: a\r\n  tool: 5\r\n", 4, 9, "not the number 5" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Broken_file_gets_a_message_at_its_place(string what, string text, int line, int column, string part)
    {
        var reading = WorkflowReader.Read(text, "broken.yaml");
        reading.IsValid.ShouldBeFalse(what);
        var fault = reading.Faults.FirstOrDefault(f => f.ToString().Contains(part, StringComparison.Ordinal)).ShouldNotBeNull(reading.ToString());
        (fault.Line, fault.Column).ShouldBe((line, column), reading.ToString());
        fault.Cure.ShouldNotBeNullOrWhiteSpace();
        reading.Faults.Count.ShouldBe(1, reading.ToString());
    }

    [Theory]
    [InlineData("{\"name\": \"x\",}", 1, 14, "a key in double quotes")]
    [InlineData("{\"name\": 'x'}", 1, 10, "a value")]
    [InlineData("{\"name\": 01}", 1, 10, "not a JSON number")]
    [InlineData("{\"name\": \"a\tb\"}", 1, 12, "a line break or tab")]
    [InlineData("{\"name\": \"a\\x\"}", 1, 12, "not an escape")]
    [InlineData("{\"name\": \"\\ud83d\"}", 1, 10, "half of a character")]
    [InlineData("{\"name\": \"x\", \"name\": \"y\"}", 1, 15, "twice")]
    [InlineData("{\"name\": \"x\"", 1, 13, "it ends where")]
    [InlineData("{\"name\": \"x\"} x", 1, 15, "the end of the file")]
    [InlineData("{\"name\": \"x", 1, 10, "never ends")]
    [InlineData("// no comments", 1, 1, "a value")]
    [InlineData("{\n  \"name\": \"x\",\n  \"steps\": [{\"key\": \"a\", \"prompt\": \"\\u00e4\\\"${{ steps.b }}\"}]\n}", 3, 49, "step 'b' does not exist")]
    public void Broken_json_gets_a_message_at_its_place(string text, int line, int column, string part)
    {
        var reading = WorkflowReader.Read(text, "broken.json");
        var fault = reading.Faults.FirstOrDefault(f => f.Message.Contains(part, StringComparison.Ordinal)).ShouldNotBeNull(reading.ToString());
        (fault.Line, fault.Column).ShouldBe((line, column), reading.ToString());
    }

    public static TheoryData<string, byte[], string, int> Encodings => new()
    {
        { "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("name: x")], "AXL0101", 1 },
        { "UTF-16 big endian", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes("name: x")], "AXL0101", 1 },
        { "UTF-16 without mark", Encoding.Unicode.GetBytes("name: x"), "AXL0101", 1 },
        { "Latin-1", Encoding.Latin1.GetBytes("name: x\ndescription: für\n"), "AXL0101", 2 },
        { "cut character", [.. "name: "u8, 0xE2, 0x82], "AXL0101", 1 },
        { "gzip", [0x1F, 0x8B, 8, 0], "AXL0101", 1 },
        { "program", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0], "AXL0102", 1 },
        { "nothing", [], "AXL0104", 1 },
        { "too large", new byte[(2 * 1024 * 1024) + 1], "AXL0109", 1 },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Bytes_that_are_no_text_are_refused(string what, byte[] bytes, string code, int line)
    {
        var fault = WorkflowReader.Read(bytes, "broken.yaml").Faults.ShouldHaveSingleItem(what);
        (fault.Code, fault.Line).ShouldBe((code, line));
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "deep lists", "name: x\nsteps: " + new string('[', 500_000), "AXL0110" },
        { "deep mappings", "name: x\nsteps: " + string.Concat(Enumerable.Repeat("{a: ", 100_000)), "AXL0110" },
        { "deep blocks", string.Concat(Enumerable.Range(0, 500).Select(static i => new string(' ', i) + "a:\n")), "AXL0110" },
        { "deep json", "{\"steps\": " + new string('[', 500_000), "AXL0110" },
        { "laughs", Laughs(10, 10), "AXL0111" },
        { "long laughs", "a: &a " + new string('x', 900_000) + "\nb: [*a, *a, *a, *a, *a]\n", "AXL0111" },
        { "aliases that deepen", Ladder(100), "AXL0110" },
        { "merges that multiply", Merges(40), "AXL0111" },
        { "many values", "name: x\ntags: [" + string.Concat(Enumerable.Repeat("a,", 150_000)) + "]", "AXL0111" },
        { "many steps", "name: x\nsteps: [" + string.Concat(Enumerable.Repeat("{},", 10_001)) + "]", "AXL0112" },
        { "long value", "name: " + new string('x', 1_100_000), "AXL0109" },
        { "large text", new string('#', (2 * 1024 * 1024) + 1), "AXL0109" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_file_is_refused_before_anything_is_built(string what, string text, string code)
    {
        var reading = WorkflowReader.Read(text, "hostile.yaml");
        reading.Faults.Select(static f => f.Code).ShouldContain(code, what);
    }

    private static string Laughs(int levels, int width)
    {
        var text = new StringBuilder("l0: &l0 [ha]\n");
        for (var i = 1; i <= levels; i++)
            text.Append($"l{i}: &l{i} [").AppendJoin(", ", Enumerable.Repeat($"*l{i - 1}", width)).Append("]\n");
        return text.ToString();
    }

    private static string Ladder(int levels) =>
        "l0: &l0 [ha]\n" + string.Concat(Enumerable.Range(1, levels).Select(static i => $"l{i}: &l{i} [*l{i - 1}]\n"));

    private static string Merges(int levels)
    {
        var text = new StringBuilder("m0: &m0 { a: [1,2,3,4] }\n");
        for (var i = 1; i <= levels; i++)
            text.Append($"m{i}: &m{i} {{ <<: *m{i - 1}, x{i}: *m{i - 1} }}\n");
        return text.ToString();
    }
}
