using System.Text.Json.Nodes;
using Axle.Cli.Sources;

namespace Axle.Cli.Tests.Deployment;

/// <summary>What <c>deploy/compose.yaml</c> and <c>deploy/Containerfile</c> rely on, and what a reader relies on in them.</summary>
public sealed class ComposeTests
{
    private static readonly JsonObject Compose = Manifests.Read(Path.Combine(Repository.Folder, "deploy", "compose.yaml")).Single();

    private static readonly Dictionary<string, JsonObject> Services =
        Compose["services"]!.AsObject().ToDictionary(static s => s.Key, static s => Merged(s.Value!.AsObject()));

    private static readonly string[] Container = File.ReadAllLines(Path.Combine(Repository.Folder, "deploy", "Containerfile"));

    [Fact]
    public void Nothing_listens_for_other_machines()
    {
        var published = Services.Values.SelectMany(static s => Texts(s["ports"])).ToArray();
        published.ShouldContain("127.0.0.1:8080:8080");
        published.ShouldAllBe(static p => p.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        // On the network of this machine itself only a node that listens to itself.
        Services.Where(static s => s.Value["network_mode"] is not null).ShouldHaveSingleItem().Key.ShouldBe("owner");
        Texts(Services["owner"]["command"]).ShouldNotContain("--url");
    }

    [Fact]
    public void The_balancer_asks_every_node_that_answers_people()
    {
        var nodes = Services.Where(static s => Texts(s.Value["command"]).Contains("--url")).Select(static s => s.Key).ToArray();
        nodes.Length.ShouldBe(3);
        var rules = (string)Compose["configs"]!["caddy"]!["content"]!;
        var asked = rules.Split('\n').Single(static l => l.Contains("reverse_proxy", StringComparison.Ordinal)).Trim(' ', '{').Split(' ')[1..];
        asked.ShouldBe(nodes.Select(static n => $"{n}:8080"));
        Texts(Services["balancer"]["depends_on"]).ShouldBe(nodes);
    }

    [Fact]
    public void Nodes_have_more_time_to_end_than_their_steps_and_few_rights()
    {
        foreach (var (name, service) in Services.Where(static s => s.Value["command"] is not null && s.Key != "owner"))
        {
            var command = Texts(service["command"]);
            var drain = Array.IndexOf(command, "--drain") is var at and >= 0 ? command[at + 1] : "30s";
            var grace = (string)service["stop_grace_period"]!;
            TimeText.Read("stop_grace_period", grace).ShouldBeGreaterThan(TimeText.Read("--drain", drain), name);
            Texts(service["cap_drop"]).ShouldBe(["ALL"], name);
            Texts(service["security_opt"]).ShouldContain("no-new-privileges:true", name);
            // Only those that make code steps are without the filter of system calls.
            Texts(service["security_opt"]).Contains("seccomp=unconfined").ShouldBe(command.Contains("code"), name);
        }
    }

    [Fact]
    public void The_image_is_built_of_what_is_there_and_of_nothing_that_is_kept_from_it()
    {
        var copied = Container.Where(static l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from=", StringComparison.Ordinal))
            .SelectMany(static l => l.Split(' ')[1..^1]).ToArray();
        copied.Length.ShouldBeGreaterThan(5);
        var ignored = File.ReadAllLines(Path.Combine(Repository.Folder, ".dockerignore"));
        ignored.ShouldContain("*");
        foreach (var path in copied)
        {
            Path.Exists(Path.Combine(Repository.Folder, path)).ShouldBeTrue(path);
            ignored.ShouldContain($"!{path.Split('/')[0]}", path);
        }

        ignored.Where(static l => l.StartsWith('!')).Select(static l => l[1..]).ShouldBeSubsetOf(copied.Select(static p => p.Split('/')[0]));
        Directory.GetFiles(Repository.Folder).Select(Path.GetFileName).Where(static f => f!.StartsWith("Directory.", StringComparison.Ordinal))
            .ShouldBeSubsetOf(copied);
    }

    /// <summary>A service with what it takes over by <c>&lt;&lt;</c>.</summary>
    private static JsonObject Merged(JsonObject service)
    {
        var merged = service["<<"] is JsonObject other ? Merged(other) : [];
        foreach (var (key, value) in service.Where(static s => s.Key != "<<"))
            merged[key] = value?.DeepClone();
        return merged;
    }

    private static string[] Texts(JsonNode? list) => list is JsonArray array ? [.. array.Select(static a => (string)a!)] : [];
}
