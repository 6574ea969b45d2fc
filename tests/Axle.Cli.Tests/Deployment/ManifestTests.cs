using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;
using Axle.Cli.Commands;
using Axle.Cli.Hosting;
using Axle.Cli.Sources;
using Axle.Cli.Tests.Support;
using Axle.Queue.RabbitMq;
using Axle.Storage.Postgres;

namespace Axle.Cli.Tests.Deployment;

/// <summary>What <c>deploy/</c> says is what the product understands.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void Every_command_line_is_one_of_ax()
    {
        var lines = Manifests.Pods.Select(static p => (p.Name, Manifests.Arguments(p.Container))).Concat(Composed()).ToArray();
        lines.Length.ShouldBeGreaterThan(10);
        foreach (var (name, arguments) in lines)
        {
            var parsed = Root().Parse(arguments);
            parsed.Errors.ShouldBeEmpty($"{name}: {string.Join(' ', arguments)}");
            parsed.CommandResult.Command.ShouldBeAssignableTo<AxCommand>(name);
        }
    }

    [Fact]
    public void Every_variable_of_the_environment_is_in_the_docs()
    {
        var docs = string.Concat(Directory.GetFiles(Path.Combine(Repository.Folder, "docs"), "*.md").Select(File.ReadAllText));
        var names = Manifests.Pods.SelectMany(static p => p.Container["env"]!.AsArray()).Select(static e => (string)e!["name"]!).Where(static n => n != "HOME")
            .Concat(Secret("axle-models")).Distinct().ToArray();
        names.ShouldContain("AXLE_STORE");
        names.Where(name => !docs.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Ports_and_probes_are_where_nodes_listen()
    {
        foreach (var (name, _, container, _) in Manifests.Pods.Where(static p => p.Container["ports"] is not null))
        {
            var ports = container["ports"]!.AsArray().ToDictionary(static p => (string)p!["name"]!, static p => (int)p!["containerPort"]!);
            ports["health"].ShouldBe(new Uri(Manifests.Option(container, "--health")!).Port, name);
            ports.GetValueOrDefault("http").ShouldBe(Manifests.Option(container, "--url") is { } url ? new Uri(url).Port : 0, name);
            foreach (var probe in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
            {
                var http = container[probe]!["httpGet"]!;
                var expected = (string)http["port"]! == "http" ? "/api/v1/health" : probe == "readinessProbe" ? "/ready" : "/live";
                ((string)http["path"]!).ShouldBe(expected, $"{name} {probe}");
                ports.ShouldContainKey((string)http["port"]!);
            }
        }

        ((int)Manifests.Of("Service").Single()["spec"]!["ports"]![0]!["port"]!).ShouldBe(8080);
    }

    [Fact]
    public void Pods_have_more_time_to_end_than_their_steps()
    {
        var drained = Manifests.Of("Deployment").Select(static d => d["spec"]!["template"]!["spec"]!).ToArray();
        drained.Length.ShouldBe(4);
        foreach (var pod in drained)
        {
            var drain = TimeText.Read("--drain", Manifests.Option(pod["containers"]![0]!.AsObject(), "--drain")!);
            ((int)pod["terminationGracePeriodSeconds"]!).ShouldBeGreaterThan((int)drain.TotalSeconds + 10);
        }
    }

    [Fact]
    public void Autoscalers_ask_for_what_they_scale()
    {
        var scaled = Manifests.Of("ScaledObject").ToArray();
        scaled.Length.ShouldBe(WorkPools.All.Count);
        foreach (var one in scaled)
        {
            var target = (string)one["spec"]!["scaleTargetRef"]!["name"]!;
            var container = Manifests.Pods.Single(p => p.Name == target).Container;
            // An apply would undo what the autoscaler did.
            Manifests.Of("Deployment").Single(d => Manifests.Name(d) == target)["spec"]!["replicas"].ShouldBeNull(target);
            var trigger = one["spec"]!["triggers"]![0]!;
            var url = new Uri((string)trigger["metadata"]!["url"]!);
            url.GetLeftPart(UriPartial.Path).ShouldBe($"http://axle-api.axle.svc:8080/api/v1/scaling/{Manifests.Option(container, "--pools")}");
            var query = HttpUtility.ParseQueryString(url.Query);
            query["slots"].ShouldBe(Manifests.Option(container, "--concurrency"));
            query["min"].ShouldBe(Text(one["spec"]!["minReplicaCount"]));
            query["max"].ShouldBe(Text(one["spec"]!["maxReplicaCount"]));
            // It would shrink the pool while no API node answers; without it the pool stays as it is.
            one["spec"]!["fallback"].ShouldBeNull(target);
            Manifests.Of("TriggerAuthentication").Select(Manifests.Name).ShouldContain((string)trigger["authenticationRef"]!["name"]!);
        }
    }

    [Fact]
    public void Every_pod_has_few_rights_and_limits_and_reaches_the_database()
    {
        foreach (var (name, pod, container, labels) in Manifests.Pods)
        {
            ((bool)pod["securityContext"]!["runAsNonRoot"]!).ShouldBeTrue(name);
            ((string)pod["securityContext"]!["seccompProfile"]!["type"]!).ShouldBe("RuntimeDefault", name);
            ((bool)pod["automountServiceAccountToken"]!).ShouldBeFalse(name);
            ((bool)container["securityContext"]!["allowPrivilegeEscalation"]!).ShouldBeFalse(name);
            ((bool)container["securityContext"]!["readOnlyRootFilesystem"]!).ShouldBeTrue(name);
            ((string)container["securityContext"]!["capabilities"]!["drop"]![0]!).ShouldBe("ALL", name);
            container["resources"]!["limits"]!["memory"].ShouldNotBeNull(name);
            container["resources"]!["requests"]!["cpu"].ShouldNotBeNull(name);
            ((string)labels["axle.dev/database"]!).ShouldBe("true", name);
        }

        foreach (var policy in Manifests.Of("NetworkPolicy").Where(static p => Manifests.Name(p) is not ("deny-all" or "names")))
        {
            var wanted = policy["spec"]!["podSelector"]!["matchLabels"]!.AsObject().Single();
            Manifests.Pods.ShouldContain(p => (string?)p.Labels[wanted.Key] == (string)wanted.Value!, Manifests.Name(policy));
        }
    }

    [Fact]
    public void Selectors_find_the_pods_that_they_mean()
    {
        foreach (var deployment in Manifests.Of("Deployment"))
        {
            var label = (string)deployment["spec"]!["template"]!["metadata"]!["labels"]!["app.kubernetes.io/name"]!;
            label.ShouldBe(Manifests.Name(deployment));
            ((string)deployment["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"]!).ShouldBe(label);
            var budget = Manifests.Of("PodDisruptionBudget").Single(b => Manifests.Name(b) == label);
            ((string)budget["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"]!).ShouldBe(label);
        }
    }

    [Fact]
    public void Every_secret_that_is_asked_for_is_in_the_example_and_its_addresses_are_understood()
    {
        var variables = Manifests.Pods.SelectMany(static p => p.Container["env"]!.AsArray());
        foreach (var reference in variables.Select(static e => e!["valueFrom"]?["secretKeyRef"]).OfType<JsonNode>())
            Secret((string)reference["name"]!).ShouldContain((string)reference["key"]!);
        Secret("axle-scaling").ShouldContain((string)Manifests.Of("TriggerAuthentication").Single()["spec"]!["secretTargetRef"]![0]!["key"]!);
        var connections = Manifests.Of("Secret").Single(static s => Manifests.Name(s) == "axle-connections")["stringData"]!;
        PostgresAddress.Named((string)connections["store"]!).ShouldBe("postgres://postgres.example.com:5432/axle");
        BrokerAddress.Options((string)connections["queue"]!).Address.ShouldContain("rabbitmq.example.com");
    }

    [Fact]
    public void The_kustomization_has_every_file_that_is_to_be_applied()
    {
        var kustomization = Manifests.Read(Path.Combine(Manifests.Folder, "kustomization.yaml")).Single();
        var files = Manifests.All.Select(static m => m.File).Distinct().Except(Manifests.Outsiders);
        kustomization["resources"]!.AsArray().Select(static r => (string)r!).Order(StringComparer.Ordinal).ShouldBe(files);
        var image = kustomization["images"]![0]!;
        Manifests.Pods.Select(static p => (string)p.Container["image"]!).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["axle", $"{image["newName"]}:{image["newTag"]}"]);
        ((string)image["newTag"]!).ShouldBe(AxleServices.Version);
    }

    [Fact]
    public void Patches_for_the_sandbox_change_what_is_there()
    {
        foreach (var patch in Manifests.Read(Path.Combine(Manifests.Folder, "..", "kubernetes-sandbox", "kustomization.yaml")).Single()["patches"]!.AsArray())
        {
            var target = Manifests.Of((string)patch!["target"]!["kind"]!).Single(o => Manifests.Name(o) == (string)patch["target"]!["name"]!);
            foreach (var line in ((string)patch["patch"]!).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var replaces = line.Contains("op: replace", StringComparison.Ordinal);
                string[] path = [.. line.Split("path: ")[1].Split(',')[0].Trim('/').Split('/').Select(static p => p.Replace("~1", "/", StringComparison.Ordinal))];
                var holder = path[..^1].Aggregate(
                    (JsonNode?)target,
                    static (node, key) => node is JsonArray list ? list[int.Parse(key, CultureInfo.InvariantCulture)] : node?[key]);
                holder.ShouldNotBeNull(line);
                (holder[path[^1]] is not null).ShouldBe(replaces, line);
            }
        }
    }

    private static IEnumerable<string> Secret(string name) =>
        Manifests.Of("Secret").Single(s => Manifests.Name(s) == name)["stringData"]!.AsObject().Select(static s => s.Key);

    private static IEnumerable<(string Name, string[] Arguments)> Composed() =>
        from service in Manifests.Read(Path.Combine(Repository.Folder, "deploy", "compose.yaml")).Single()["services"]!.AsObject()
        where service.Value?["command"] is JsonArray
        select (service.Key, service.Value!["command"]!.AsArray().Select(static a => (string)a!).ToArray());

    private static string Text(JsonNode? number) => ((long)number!).ToString(CultureInfo.InvariantCulture);

    private static RootCommand Root() => CommandLine.CreateRoot(new Outside
    {
        Output = TextWriter.Null,
        Error = TextWriter.Null,
        Input = TextReader.Null,
        Directory = Path.GetTempPath(),
        Environment = static _ => null,
        Interrupts = new FakeInterrupts(),
    });
}
