using System.Text.Json;
using Axle.Tools.BuiltIn.Projects;
using Axle.Tools.Contract;
using Axle.Tools.Tests.BuiltIn.Web;

namespace Axle.Tools.Tests.BuiltIn.Projects;

public sealed class Project_tools
{
    [Fact]
    public async Task Issue_is_created_once_however_often_the_call_comes()
    {
        var body = "";
        await using var server = new LocalServer((head, sent) =>
        {
            if (head.StartsWith("GET", StringComparison.Ordinal))
                return LocalServer.Answer(body.Length == 0 ? "[]" : $"[{Issue(body)}]");
            body = JsonElement.Parse(sent[sent.IndexOf('{', StringComparison.Ordinal)..(sent.LastIndexOf('}') + 1)]).GetProperty("body").GetString()!;
            return LocalServer.Answer(Issue(body), status: 201);
        });

        var first = await Call(server, "project.create", new { title = "A fault", body = "It fails." });
        var second = await Call(server, "project.create", new { title = "A fault", body = "It fails." });

        first.GetProperty("note").GetString().ShouldBe("Created.");
        second.GetProperty("issue").GetProperty("number").GetInt32().ShouldBe(7);
        server.Requests.Count(static r => r.Head.StartsWith("POST /repos/o/r/issues ", StringComparison.Ordinal)).ShouldBe(1);
        server.Requests[0].Head.ShouldContain("Authorization: Bearer token-1");
    }

    [Fact]
    public async Task Status_takes_the_place_of_the_one_before()
    {
        await using var server = new LocalServer(static (_, _) => LocalServer.Answer(Issue("", "bug", "status:todo")));

        await Call(server, "project.update", new { number = 7, status = "in-progress" });

        var sent = server.Requests.Single(static r => r.Head.StartsWith("PATCH", StringComparison.Ordinal));
        sent.Head.ShouldStartWith("PATCH /repos/o/r/issues/7 ");
        sent.Body.ShouldContain("""["bug","status:in-progress"]""");
    }

    [Fact]
    public async Task Progress_counts_issues_and_not_pull_requests()
    {
        await using var server = new LocalServer(static (_, _) => LocalServer.Answer(
            $$"""
            [{{Issue("", "status:review")}},{"number":8,"state":"closed","labels":[]},{"number":9,"state":"open","labels":[],"pull_request":{} }]
            """));

        var progress = await Call(server, "project.progress", new { });

        (progress.GetProperty("open").GetInt32(), progress.GetProperty("closed").GetInt32()).ShouldBe((1, 1));
        progress.GetProperty("byStatus").GetProperty("review").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Spent_limit_is_heeded_without_another_call()
    {
        await using var server = new LocalServer(static (_, _) => LocalServer.Answer("{}", status: 403, headers: "retry-after: 60\r\n"));
        var tools = Tools(server);

        var first = await Should.ThrowAsync<AxleException>(() => Call(tools, "project.list", new { }));
        var second = await Should.ThrowAsync<AxleException>(() => Call(tools, "project.list", new { }));

        (first.Error.Kind, first.Error.RetryAfter).ShouldBe((ErrorKind.RateLimited, TimeSpan.FromSeconds(60)));
        second.Error.Kind.ShouldBe(ErrorKind.RateLimited);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_leave_nothing_is_sent()
    {
        await using var server = new LocalServer(static (_, _) => LocalServer.Answer("{}"));

        (await Call(Tools(server), "project.close", new { number = 1 }, apply: false)).GetProperty("applied").GetBoolean().ShouldBeFalse();
        server.Requests.ShouldBeEmpty();
    }

    private static string Issue(string body, params string[] labels) => JsonSerializer.Serialize(new
    {
        number = 7,
        title = "A fault",
        state = "open",
        html_url = "https://github.com/o/r/issues/7",
        body,
        labels = labels.Select(static name => new { name }),
    });

    private static ToolCatalog Tools(LocalServer server) =>
        new(ProjectTools.All(new ProjectOptions(new Uri($"http://127.0.0.1:{server.Port}/"), "o/r", static () => "token-1")));

    private static Task<JsonElement> Call(LocalServer server, string tool, object arguments) => Call(Tools(server), tool, arguments);

    private static async Task<JsonElement> Call(ToolCatalog tools, string tool, object arguments, bool apply = true) => await tools.InvokeAsync(
        tool, JsonSerializer.SerializeToElement(arguments), new ToolContext(Path.GetTempPath(), apply, "key", TimeProvider.System),
            TestContext.Current.CancellationToken);
}
