using Axle.Tools.BuiltIn.Sources;

namespace Axle.Tools.BuiltIn.Delivery;

/// <summary>Works out the commands of an operation from the files of a workspace. Pure: starts nothing.</summary>
internal sealed class DeliveryPlanner(DeliveryFiles files, Func<string, bool> isAvailable)
{
    private static readonly string[] Compose = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    /// <summary>The operations and, for each, what is looked for.</summary>
    public static IReadOnlyDictionary<string, string> LookedFor { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["build-image"] = "Dockerfile, Containerfile, compose file",
        ["deploy"] = "kustomization.yaml, Chart.yaml, Kubernetes manifests, compose file, deploy script in package.json or Makefile",
        ["run-tests"] = ".NET test projects, a test script in package.json, pytest settings or tests, go.mod, Cargo.toml, pom.xml, Gradle build, a test target in a Makefile",
        ["smoke-test"] = "a smoke script in package.json, a smoke target in a Makefile, scripts/smoke*.sh",
        ["lint"] = "a lint script in package.json, ruff or flake8 settings, golangci settings, Cargo.toml, .NET solution with .editorconfig, a lint target in a Makefile",
        ["provision"] = "Terraform files, Pulumi.yaml, an Ansible site.yml",
        ["release"] = ".goreleaser.yaml, a release script in package.json, a release target in a Makefile",
        ["rollback"] = "Chart.yaml, Deployments in Kubernetes manifests, a rollback script in package.json or Makefile",
        ["migrate"] = "Prisma schema, alembic.ini, manage.py, Rails, Entity Framework migrations, a migrate script in package.json or Makefile",
    };

    public IReadOnlyList<PlanStep> Plan(string operation) => [.. operation switch
    {
        "build-image" => BuildImage(),
        "deploy" => First(Kustomize, HelmUpgrade, Manifests, ComposeUp, () =>
            Scripts("Deploys with the project's own script.", "Changes the running system.", "deploy")),
        "run-tests" => RunTests(),
        "smoke-test" =>
            First(() => Scripts("Runs the project's smoke test.", "Sends requests to the running system.", "smoke", "smoke-test",
            "test:smoke"), SmokeScripts),
        "lint" => Lint(),
        "provision" => First(Terraform, Pulumi, Ansible),
        "release" =>
            First(GoReleaser, () => Scripts("Releases with the project's own script.", "Publishes a new version.", "release", "publish")),
        "rollback" =>
            First(() => Scripts("Rolls back with the project's own script.", "Changes the running system.", "rollback"), HelmRollback,
            RolloutUndo),
        "migrate" =>
            First(() => Scripts("Migrates with the project's own script.", "Changes the database.", "db:migrate", "migrate",
            "migration:run", "migrate:deploy"), Migrations),
        _ => throw new AxleException(ErrorKind.Validation,
            $"'{operation}' is no delivery operation. Use one of: {string.Join(", ", LookedFor.Keys)}."),
    }];

    private IEnumerable<PlanStep> BuildImage()
    {
        var images = files.Named("Dockerfile", "Containerfile").ToList();
        foreach (var file in images)
            yield return Step(["docker", "build", "-f", file.Path, "-t", ImageName(file), Folder(file)], ".",
                $"Builds the image that {file.Path} describes.", [file], "Makes a local image.");
        if (images.Count > 0)
            yield break;
        foreach (var file in files.Named(Compose).Where(f => f.Text.Contains("build:", StringComparison.Ordinal)).Take(1))
            yield return Step(["docker", "compose", "-f", file.Path, "build"], ".", "Builds the images that the compose file describes.",
                [file], "Makes local images.");
    }

    private IEnumerable<PlanStep> RunTests()
    {
        var steps = new List<PlanStep>();
        foreach (var project in files.Ending("proj").Where(IsDotNetTest))
            steps.Add(Step(["dotnet", "test", project.Path], ".", $"Runs the tests of {project.Path}.", [project],
                "Builds and runs tests."));
        foreach (var (file, script) in files.NodeScripts("test"))
            steps.Add(Step(["npm", script], Folder(file), $"Runs the test script of {file.Path}.", [file], "Runs tests."));
        if (files.Named("pytest.ini", "conftest.py", "tox.ini")
            .Concat(files.Named("pyproject.toml", "setup.cfg").Where(f => f.Text.Contains("pytest", StringComparison.Ordinal)))
            .FirstOrDefault() is { } pytest)
            steps.Add(Step(["python3", "-m", "pytest"], Folder(pytest), "Runs pytest where its settings are.", [pytest], "Runs tests."));
        steps.AddRange(files.Named("go.mod")
            .Select(f => Step(["go", "test", "./..."], Folder(f), "Runs the tests of the Go module.", [f], "Builds and runs tests.")));
        steps.AddRange(files.Named("Cargo.toml").Take(1)
            .Select(f => Step(["cargo", "test"], Folder(f), "Runs the tests of the Cargo workspace.", [f], "Builds and runs tests.")));
        steps.AddRange(files.Named("pom.xml").Take(1)
            .Select(f =>
            Step(["mvn", "--batch-mode", "test"], Folder(f), "Runs the tests of the Maven build.", [f], "Builds and runs tests.")));
        steps.AddRange(files.Named("build.gradle", "build.gradle.kts").Take(1)
            .Select(f =>
            Step([files.Has("gradlew") ? "./gradlew" : "gradle", "test"], Folder(f), "Runs the tests of the Gradle build.", [f],
            "Builds and runs tests.")));
        return steps.Count > 0 ? steps
            : files.MakeTargets("test", "check").Take(1).Select(m => Make(m.File, m.Target, "Runs the tests.", "Builds and runs tests."));
    }

    private IEnumerable<PlanStep> Lint()
    {
        foreach (var (file, script) in files.NodeScripts("lint"))
            yield return Step(["npm", "run", script], Folder(file), $"Runs the lint script of {file.Path}.", [file],
                "Reads only, unless the script fixes.");
        if (files.Named("ruff.toml", ".ruff.toml")
            .Concat(files.Named("pyproject.toml").Where(f => f.Text.Contains("[tool.ruff", StringComparison.Ordinal)))
            .FirstOrDefault() is { } ruff)
            yield return Step(["ruff", "check", "."], Folder(ruff), "Runs ruff with the project's settings.", [ruff], "Reads only.");
        else if (files.Named(".flake8").FirstOrDefault() is { } flake)
            yield return Step(["python3", "-m", "flake8"], Folder(flake), "Runs flake8 with the project's settings.", [flake],
                "Reads only.");
        if (files.Named(".golangci.yml", ".golangci.yaml").FirstOrDefault() is { } go)
            yield return Step(["golangci-lint", "run"], Folder(go), "Runs golangci-lint with the project's settings.", [go], "Reads only.");
        if (files.Named("Cargo.toml").FirstOrDefault() is { } cargo)
            yield return Step(["cargo", "clippy", "--all-targets"], Folder(cargo), "Runs clippy.", [cargo], "Builds; reads only.");
        if (files.Named(".editorconfig").FirstOrDefault() is { } editor &&
            files.Ending(".sln").Concat(files.Ending(".slnx")).FirstOrDefault() is { } solution)
            yield return Step(["dotnet", "format", solution.Path, "--verify-no-changes"], ".", "Checks the format by .editorconfig.",
                [solution, editor], "Reads only.");
        foreach (var (file, target) in files.MakeTargets("lint").Take(1))
            yield return Make(file, target, "Runs the lint target.", "Reads only, unless the target fixes.");
    }

    private IEnumerable<PlanStep> Kustomize() => files.Named("kustomization.yaml", "kustomization.yml").Take(1)
        .Select(f =>
            Step(["kubectl", "apply", "-k", Folder(f)], ".", "Applies the kustomization.", [f],
            "Changes the cluster of kubectl's current context."));

    private IEnumerable<PlanStep> HelmUpgrade() => files.Named("Chart.yaml")
        .Select(f =>
            Step(["helm", "upgrade", "--install", ChartName(f), Folder(f)], ".", $"Installs or upgrades the chart in {Folder(f)}.", [f],
            "Changes the cluster of kubectl's current context."));

    private IEnumerable<PlanStep> HelmRollback() => files.Named("Chart.yaml")
        .Select(f =>
            Step(["helm", "rollback", ChartName(f)], ".", "Returns the release to its previous revision.", [f],
            "Changes the cluster of kubectl's current context."));

    private IEnumerable<PlanStep> Manifests() => files.Kubernetes()
        .Select(k =>
            Step(["kubectl", "apply", "-f", k.File.Path], ".",
            $"Applies {string.Join(", ", k.Objects.Take(3).Select(o => $"{o.Kind} {o.Name}"))}.", [k.File],
            "Changes the cluster of kubectl's current context."));

    private IEnumerable<PlanStep> RolloutUndo() => files.Kubernetes()
        .SelectMany(k => k.Objects.Where(o => o.Kind is "Deployment" or "StatefulSet" or "DaemonSet" && o.Name.Length > 0).Select(o =>
            Step(["kubectl", "rollout", "undo", $"{o.Kind.ToLowerInvariant()}/{o.Name}"], ".",
                $"Returns {o.Kind} {o.Name} to its previous revision.", [k.File], "Changes the cluster of kubectl's current context.")));

    private IEnumerable<PlanStep> ComposeUp() => files.Named(Compose).Take(1)
        .Select(f =>
            Step(["docker", "compose", "-f", f.Path, "up", "--detach"], ".", "Starts the services of the compose file.", [f],
            "Starts containers on this machine."));

    private IEnumerable<PlanStep> SmokeScripts() =>
        files.Ending(".sh").Where(f => f.Name.StartsWith("smoke", StringComparison.OrdinalIgnoreCase)).Take(1)
        .Select(f => Step(["bash", f.Path], ".", "Runs the smoke script.", [f], "Sends requests to the running system."));

    private IEnumerable<PlanStep> Terraform()
    {
        var root = files.Ending(".tf").Where(f => !f.IsTest && !f.IsExample && !f.Path.Contains("modules/", StringComparison.Ordinal))
            .Take(1).ToList();
        foreach (var file in root)
        {
            yield return Step(["terraform", $"-chdir={Folder(file)}", "init", "-input=false"], ".", "Fetches the providers.", [file],
                "Writes .terraform in the folder.");
            yield return Step(["terraform", $"-chdir={Folder(file)}", "plan", "-input=false", "-out=axle.tfplan"], ".",
                "Works out the changes.", [file], "Writes the plan file axle.tfplan.");
            yield return Step(["terraform", $"-chdir={Folder(file)}", "apply", "-input=false", "axle.tfplan"], ".",
                "Carries out exactly that plan.", [file], "Changes the infrastructure.");
        }
    }

    private IEnumerable<PlanStep> Pulumi() =>
        files.Named("Pulumi.yaml").Take(1)
        .Select(f =>
        Step(["pulumi", "up", "--yes"], Folder(f), "Brings the stack to its described state.", [f], "Changes the infrastructure."));

    private IEnumerable<PlanStep> Ansible() =>
        files.Named("site.yml", "site.yaml").Take(1)
        .Select(f => Step(["ansible-playbook", f.Path], ".", "Runs the site's playbook.", [f], "Changes the hosts of the inventory."));

    private IEnumerable<PlanStep> GoReleaser() =>
        files.Named(".goreleaser.yaml", ".goreleaser.yml").Take(1)
        .Select(f =>
        Step(["goreleaser", "release", "--clean"], Folder(f), "Builds and publishes the release.", [f], "Publishes a new version."));

    private IEnumerable<PlanStep> Migrations()
    {
        foreach (var file in files.Named("schema.prisma").Take(1))
            yield return Step(["npx", "prisma", "migrate", "deploy", "--schema", file.Path], ".", "Applies Prisma's pending migrations.",
                [file], "Changes the database.");
        foreach (var file in files.Named("alembic.ini").Take(1))
            yield return Step(["alembic", "upgrade", "head"], Folder(file), "Applies Alembic's pending migrations.", [file],
                "Changes the database.");
        foreach (var file in files.Named("manage.py").Take(1))
            yield return Step(["python3", file.Name, "migrate"], Folder(file), "Applies Django's pending migrations.", [file],
                "Changes the database.");
        if (files.Has("bin/rails") &&
            files.Ending(".rb").FirstOrDefault(f => f.Path.StartsWith("db/migrate/", StringComparison.Ordinal)) is { } rails)
            yield return Step(["bin/rails", "db:migrate"], ".", "Applies Rails' pending migrations.", [rails], "Changes the database.");
        if (files.Ending("ModelSnapshot.cs").FirstOrDefault() is { } snapshot &&
            files.Ending(".csproj")
            .Where(p => snapshot.Path.StartsWith(Folder(p) is "." ? ""
            : Folder(p) + "/", StringComparison.Ordinal)).LastOrDefault() is { } project)
            yield return Step(["dotnet", "ef", "database", "update", "--project", project.Path], ".",
                "Applies Entity Framework's pending migrations.", [snapshot, project], "Changes the database.");
    }

    private IEnumerable<PlanStep> Scripts(string why, string effect, params string[] names)
    {
        var node = files.NodeScripts(names).Take(1)
            .Select(s => Step(["npm", "run", s.Script], Folder(s.File), why, [s.File], effect)).ToList();
        return node.Count > 0 ? node : files.MakeTargets(names).Take(1).Select(m => Make(m.File, m.Target, why, effect));
    }

    private PlanStep Make(SourceFile file, string target, string why, string effect) =>
        Step(["make", target], Folder(file), why, [file], effect);

    private PlanStep Step(IReadOnlyList<string> argv, string directory, string why, IReadOnlyList<SourceFile> basedOn, string effect) =>
        new(argv, directory, why, [.. basedOn.Select(f => f.Path)], effect, argv[0], isAvailable(argv[0]));

    private static List<PlanStep> First(params ReadOnlySpan<Func<IEnumerable<PlanStep>>> ways)
    {
        foreach (var way in ways)
        {
            if (way().ToList() is { Count: > 0 } steps)
                return steps;
        }

        return [];
    }

    private static bool IsDotNetTest(SourceFile project) =>
        project.Text.Contains("Microsoft.NET.Test.Sdk", StringComparison.Ordinal) ||
            project.Text.Contains("<IsTestProject>true", StringComparison.OrdinalIgnoreCase) ||
        Path.GetFileNameWithoutExtension(project.Name).EndsWith("Tests", StringComparison.OrdinalIgnoreCase);

    private static string Folder(SourceFile file) => file.Folder.Length == 0 ? "." : file.Folder;

    private string ImageName(SourceFile file)
    {
        var name = Path.GetFileName(file.Folder.Length == 0 ? Path.TrimEndingDirectorySeparator(files.Root)
            : file.Folder).ToLowerInvariant();
        var clean = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return $"{(clean.Length == 0 ? "image" : clean)}:local";
    }

    private string ChartName(SourceFile chart) => Documents.YamlLines.Read(chart.Text) is [var first, ..] &&
        first.TextOf("name") is { Length: > 0 } name ? name : ImageName(chart).Split(':')[0];
}
