using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Writing;

namespace Axle.Workflows.Tests.Definition;

public class WorkflowWriterTests
{
    [Theory]
    [MemberData(nameof(Samples.Valid), MemberType = typeof(Samples))]
    public void What_is_written_reads_back_as_the_same_workflow(string name) => ShouldReadBack(Read(Samples.Text(name), name), name);

    [Fact]
    public void Generated_workflows_of_all_kinds_read_back_the_same()
    {
        for (var seed = 0; seed < 200; seed++)
            ShouldReadBack(new GeneratedWorkflow(seed).Make(), $"seed {seed}");
    }

    [Fact]
    public void Order_of_keys_and_written_out_defaults_do_not_change_the_hash()
    {
        var one = Read("name: x\nsteps:\n- { key: a, tool: t, continueOnError: false, retry: { maxAttempts: 3 } }\n");
        var two = Read("steps:\n# comment\n- tool: t\n  key: 'a'\nname: \"x\"\npriority: 0\n");
        WorkflowHash.Compute(one).ShouldBe(WorkflowHash.Compute(two));
        WorkflowHash.Compute(one).ShouldNotBe(WorkflowHash.Compute(Read("name: x\nsteps:\n- { key: a, tool: u }\n")));
        WorkflowHash.Compute(one).ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public void Hash_of_a_workflow_never_changes() =>
        WorkflowHash.Compute(Read(Samples.Text("deploy-microservice.yaml"))).ShouldBe("a1d84077a58c7f53b692f84f8a7d1c0ac725be12607d1937138db9220fa172a7");

    [Fact]
    public void Yaml_is_written_for_people()
    {
        var workflow = Read("{name: x, description: \"one\\ntwo\", steps: [{key: a, tool: t, with: {no: \"no\", number: \"1\", empty: \"\", colon: \"a: b\", list: [], map: {}}, dependsOn: []}]}");
        WorkflowWriter.ToYaml(workflow).ShouldBe(
            """
            name: x
            description: |-
              one
              two
            steps:
              - key: a
                tool: t
                with:
                  no: no
                  number: "1"
                  empty: ""
                  colon: "a: b"
                  list: []
                  map: {}

            """.ReplaceLineEndings("\n"));
    }

    private static void ShouldReadBack(Workflow workflow, string what)
    {
        var hash = WorkflowHash.Compute(workflow);
        var yaml = WorkflowWriter.ToYaml(workflow);
        var fromYaml = WorkflowReader.Read(yaml, "x.yaml", WorkflowReaderOptions.Everything);
        fromYaml.Faults.ShouldBeEmpty($"{what}\n{yaml}");
        WorkflowHash.Compute(fromYaml.Workflow!).ShouldBe(hash, $"{what}\n{yaml}");
        WorkflowWriter.ToYaml(fromYaml.Workflow!).ShouldBe(yaml, what);
        var fromJson = WorkflowReader.Read(WorkflowWriter.ToJson(workflow), "x.json", WorkflowReaderOptions.Everything);
        fromJson.Faults.ShouldBeEmpty(what);
        WorkflowHash.Compute(fromJson.Workflow!).ShouldBe(hash, what);
    }

    private static Workflow Read(string text, string name = "x.yaml") => WorkflowReader.Read(text, name, WorkflowReaderOptions.Everything).Require();
}
