using Axle.Tools.Contract;
using Axle.Tools.Mcp.Settings;

namespace Axle.Tools.Tests.Mcp;

public sealed class Reading_settings : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-mcp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_setting_of_a_server_is_read()
    {
        Write("axle.yaml", """
            mcp:
              servers:
                files:
                  command: npx
                  args: [-y, server, "${ROOT:-.}"]
                  env: { TOKEN: "${TOKEN}" }
                  tools: { allow: [read_*], deny: [read_secret] }
                  effects: { read_text: none, touch: world }
                  approval: [touch]
                  timeout: 5s
                  capability: storage
                  priority: 3
            """);

        var server = Read(("TOKEN", "t0k")).Servers.ShouldHaveSingleItem();

        (server.Name, server.Command, server.Timeout, server.Capability, server.Priority).ShouldBe(("files", "npx", TimeSpan.FromSeconds(5), "storage", 3));
        server.Arguments.ShouldBe(["-y", "server", "."]);
        server.Environment["TOKEN"].ShouldBe("t0k");
        server.Effects["touch"].ShouldBe(ToolEffect.World);
        (server.Allow, server.Deny, server.Approval).ShouldSatisfyAllConditions(
            static s => s.Allow.ShouldBe(["read_*"]), static s => s.Deny.ShouldBe(["read_secret"]), static s => s.Approval.ShouldBe(["touch"]));
        server.Reach.ShouldNotContain("t0k");
    }

    [Fact]
    public void The_file_that_other_programs_share_is_read_with_what_they_wrote_there()
    {
        Write(".mcp.json", """{ "mcpServers": { "GitHub": { "type": "http", "url": "https://mcp.example.com/x?key=1", "autoApprove": ["a"] } } }""");

        var server = Read().Servers.ShouldHaveSingleItem();

        (server.Name, server.Reach).ShouldBe(("github", "https://mcp.example.com/x"));
    }

    [Fact]
    public void Faults_are_told_together_each_with_its_place_and_cure()
    {
        Write("axle.yaml", """
            mcp:
              servers:
                Files: { command: x }
                one: { comand: x }
                two: { command: x, url: "http://a/", timeout: 5 }
            """);

        var fault = Should.Throw<AxleException>(() => Read());

        fault.Message.ShouldContain("'Files' is no name");
        fault.Message.ShouldContain("one.comand: no such setting. Did you mean 'command'?");
        fault.Message.ShouldContain("two.command: a server has either");
        fault.Message.ShouldContain("two.timeout: write a time");
    }

    [Fact]
    public void A_variable_that_is_not_set_hinders_its_server_only()
    {
        Write("axle.yaml", """
            mcp: { servers: { one: { url: "https://a/", headers: { Authorization: "Bearer ${NOT_SET}" } }, two: { url: "https://b/" } } }
            """);

        var servers = Read().Servers;

        servers[0].Fault.ShouldNotBeNull().ShouldContain("NOT_SET is not set");
        servers[1].Fault.ShouldBeNull();
    }

    [Fact]
    public void A_server_of_a_file_is_not_used_before_somebody_agreed_and_again_not_when_it_changed()
    {
        var trust = new McpTrust(_folder.FullName, static _ => null);
        Write(".axle/mcp.yaml", "servers:\n  files: { command: harmless }\n");
        McpSettings Now() => McpSettingsReader.ReadDirectory(_folder.FullName, static _ => null, trust);

        Now().Servers[0].Fault.ShouldNotBeNull().ShouldContain("ax mcp trust files");
        trust.Add(Now().Servers[0]);
        Now().Servers[0].Fault.ShouldBeNull();
        Write(".axle/mcp.yaml", "servers:\n  files: { command: evil }\n");
        Now().Servers[0].Fault.ShouldNotBeNull();
    }

    [Fact]
    public void A_server_is_added_and_taken_out_and_all_else_of_the_file_stays()
    {
        Write(".axle/mcp.yaml", "# ours\nservers:\n  one: # first\n    command: a\n");

        McpSettingsFile.Add(_folder.FullName, "two", new Dictionary<string, object> { ["command"] = "b", ["args"] = new[] { "-x", "y z" } });
        Read().Servers.Select(static s => s.Name).ShouldBe(["one", "two"]);
        McpSettingsFile.Remove(_folder.FullName, "two").ShouldBeTrue();

        File.ReadAllText(Path.Combine(_folder.FullName, ".axle/mcp.yaml")).ShouldBe("# ours\nservers:\n  one: # first\n    command: a\n");
    }

    private McpSettings Read(params (string Name, string Value)[] variables) => McpSettingsReader.ReadDirectory(
        _folder.FullName,
        name => variables.FirstOrDefault(v => v.Name == name).Value,
        new McpTrust(null, static name => name == McpTrust.Variable ? "1" : null));

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
