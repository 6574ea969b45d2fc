using Axle.Tools.BuiltIn.Delivery;
using Axle.Tools.Tests.BuiltIn.Review;

namespace Axle.Tools.Tests.BuiltIn.Delivery;

public sealed class PlanToolTests
{
    public static TheoryData<string, string, string, string> Plans { get; } = new()
    {
        { "build-image", "web/Dockerfile", "FROM node:20\n", "docker build -f web/Dockerfile -t web:local web" },
        { "deploy", "k8s/app.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\n", "kubectl apply -f k8s/app.yaml" },
        { "deploy", "docker-compose.yml", "services: {}\n", "docker compose -f docker-compose.yml up --detach" },
        { "run-tests", "tests/A.Tests/A.Tests.csproj", "<Project/>", "dotnet test tests/A.Tests/A.Tests.csproj" },
        { "run-tests", "package.json", "{ \"scripts\": { \"test\": \"vitest\" } }", "npm test" },
        { "run-tests", "go.mod", "module a\n", "go test ./..." },
        { "run-tests", "Makefile", "test:\n\techo ok\n", "make test" },
        { "smoke-test", "package.json", "{ \"scripts\": { \"smoke\": \"node s.js\" } }", "npm run smoke" },
        { "lint", "pyproject.toml", "[tool.ruff]\n", "ruff check ." },
        { "provision", "infra/main.tf", "provider \"aws\" {}\n", "terraform -chdir=infra init -input=false" },
        { "release", ".goreleaser.yaml", "version: 2\n", "goreleaser release --clean" },
        { "rollback", "k8s/app.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\n", "kubectl rollout undo deployment/api" },
        { "migrate", "alembic.ini", "[alembic]\n", "alembic upgrade head" },
    };

    [Theory, MemberData(nameof(Plans))]
    public async Task Plan_follows_from_the_files_and_changes_nothing(string operation, string file, string text, string command)
    {
        using var workspace = new Workspace().With(file, text);

        var report = await workspace.RunAsync(new PlanTool(), $$"""{ "operation": "{{operation}}" }""");

        report.GetProperty("applied").GetBoolean().ShouldBeFalse();
        report.GetProperty("note").GetString().ShouldBe("Planned only. Run with --apply to carry it out.");
        var step = report.GetProperty("plan")[0];
        string.Join(' ', step.GetProperty("argv").EnumerateArray().Select(a => a.GetString())).ShouldBe(command);
        step.GetProperty("basedOn")[0].GetString().ShouldBe(file);
        report.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_to_do_says_what_was_looked_for()
    {
        using var workspace = new Workspace().With("a.txt", "a");

        var report = await workspace.RunAsync(new PlanTool(), """{ "operation": "build-image" }""", apply: true);

        report.GetProperty("plan").GetArrayLength().ShouldBe(0);
        report.GetProperty("note").GetString()!.ShouldContain("Dockerfile");
    }

    [Fact]
    public async Task Placeholder_test_script_of_npm_is_no_test()
    {
        using var workspace = new Workspace().With("package.json", "{ \"scripts\": { \"test\": \"echo \\\"Error: no test specified\\\" && exit 1\" } }");

        (await workspace.RunAsync(new PlanTool(), """{ "operation": "run-tests" }""")).GetProperty("plan").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Applied_plan_runs_and_reports_its_output()
    {
        using var workspace = new Workspace().With("package.json", "{ \"scripts\": { \"test\": \"node -e \\\"console.log('all is well')\\\"\" } }");

        var report = await workspace.RunAsync(new PlanTool(), """{ "operation": "run-tests" }""", apply: true);

        report.GetProperty("applied").GetBoolean().ShouldBeTrue();
        report.GetProperty("results")[0].GetProperty("output").GetString()!.ShouldContain("all is well");
    }

    [Fact]
    public async Task Commands_get_no_keys_of_this_process()
    {
        using var workspace = new Workspace().With("package.json", "{ \"scripts\": { \"test\": \"node -e \\\"console.log(process.env.PLANTED_API_KEY, process.env.KUBECONFIG)\\\"\" } }");
        Environment.SetEnvironmentVariable("PLANTED_API_KEY", "planted-secret");
        Environment.SetEnvironmentVariable("KUBECONFIG", "kube-settings");

        var report = await workspace.RunAsync(new PlanTool(), """{ "operation": "run-tests" }""", apply: true);

        report.GetProperty("results")[0].GetProperty("output").GetString()!.ShouldContain("undefined kube-settings");
    }

    [Fact]
    public async Task Failing_step_names_the_command_and_its_exit_code()
    {
        using var workspace = new Workspace().With("package.json", "{ \"scripts\": { \"test\": \"node -e \\\"process.exit(3)\\\"\" } }");

        var fault = await Should.ThrowAsync<AxleException>(() => workspace.RunAsync(new PlanTool(), """{ "operation": "run-tests" }""", apply: true));

        fault.Error.Kind.ShouldBe(ErrorKind.Tool);
        fault.Message.ShouldContain("npm test");
        fault.Message.ShouldContain("exit code 3");
    }

    [Fact]
    public async Task Missing_program_is_named_before_anything_runs()
    {
        using var workspace = new Workspace().With("package.json", "{ \"scripts\": { \"test\": \"node -e \\\"require('fs').writeFileSync('ran','')\\\"\" } }").With("go.mod", "module a\n");

        var fault = await Should.ThrowAsync<AxleException>(() => workspace.RunAsync(new PlanTool(p => p != "go"), """{ "operation": "run-tests" }""", apply: true));

        fault.Error.Kind.ShouldBe(ErrorKind.NotFound);
        fault.Message.ShouldContain("'go'");
        File.Exists(Path.Combine(workspace.Root, "ran")).ShouldBeFalse();
    }
}
