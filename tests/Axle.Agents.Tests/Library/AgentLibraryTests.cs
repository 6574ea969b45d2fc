using Axle.Agents.BuiltIn;
using Axle.Agents.Definition;
using Axle.Agents.Library;
using Axle.Agents.Tests.Support;
using Axle.Schemas;

namespace Axle.Agents.Tests.Library;

public sealed class AgentLibraryTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("axle-agents-");

    [Fact]
    public void The_workspace_stands_in_for_the_user_and_the_user_for_the_built_in_library()
    {
        Write("home", "security.md", "security", "Of the user");
        Write("home", "own.md", "own", "Of the user");
        Write("work", "own.md", "own", "Of the workspace");

        var loaded = AgentLibrary.Load(Under("home"), Under("work"));

        loaded.Faults.ShouldBeEmpty();
        loaded.Agents.Length.ShouldBe(22);
        loaded.Agents.Single(agent => agent.Id == "security").Name.ShouldBe("Of the user");
        loaded.Agents.Single(agent => agent.Id == "own").Source.ShouldBe(".axle/agents/own.md");
        loaded.Overridden.ShouldBe(
            [
                "~/.axle/agents/security.md stands in for agent 'security' of library/agents/security.md.",
                ".axle/agents/own.md stands in for agent 'own' of ~/.axle/agents/own.md.",
            ]);
    }

    [Fact]
    public void Shipped_agents_have_no_faults_and_every_schema_of_theirs_compiles()
    {
        foreach (var name in BuiltInLibrary.Names("agents", ".md"))
            AgentFile.Read($"library/agents/{name}.md", BuiltInLibrary.Read($"agents/{name}.md")).Faults.ShouldBeEmpty();
        foreach (var action in AgentLibrary.BuiltIn().Agents.SelectMany(agent => agent.Actions))
            Should.NotThrow(() => (action.Inputs, JsonSchema.Parse(action.OutputSchema)));
    }

    [Fact]
    public void A_broken_file_is_reported_and_hinders_no_other()
    {
        Write("work", "good.md", "good", "Good");
        File.WriteAllText(Path.Combine(Under("work"), ".axle", "agents", "bad.md"), "no front matter");

        var loaded = AgentLibrary.Load(null, Under("work"));

        loaded.Faults.Single().ToString().ShouldStartWith(".axle/agents/bad.md(1,1): ");
        loaded.Agents.ShouldContain(agent => agent.Id == "good");
    }

    [Fact]
    public void Two_files_of_one_folder_cannot_define_one_agent()
    {
        Write("work", "a.md", "same", "First");
        Write("work", "b.md", "same", "Second");

        var loaded = AgentLibrary.Load(null, Under("work"));

        loaded.Faults.Single().Message.ShouldContain("already defined by .axle/agents/a.md");
        loaded.Agents.Single(agent => agent.Id == "same").Name.ShouldBe("First");
    }

    [Fact]
    public void A_place_without_agents_is_no_fault() => AgentLibrary.Load(Under("nowhere"), Under("nothing")).Faults.ShouldBeEmpty();

    [Fact]
    public void A_file_that_the_library_does_not_have_is_not_found() =>
        Should.Throw<AxleException>(() => BuiltInLibrary.Read("agents/nobody.md")).Error.Kind.ShouldBe(ErrorKind.NotFound);

    public void Dispose() => _root.Delete(recursive: true);

    private string Under(string name) => Path.Combine(_root.FullName, name);

    private void Write(string place, string file, string id, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Under(place), ".axle", "agents"));
        File.WriteAllText(
            Path.Combine(folder.FullName, file),
            Samples.Inspector.Replace("id: inspector", $"id: {id}", StringComparison.Ordinal).Replace("name: Inspector", $"name: {name}", StringComparison.Ordinal));
    }
}
