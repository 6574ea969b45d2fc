using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Validation;
using Microsoft.Extensions.AI;

namespace Axle.Tools.Tests.Contract;

public sealed class Tool_catalog : IDisposable
{
    private const string ReadSchema = """
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "format": "workspace-path" },
            "files": { "type": "array", "items": { "type": "string", "format": "workspace-glob" } },
            "lines": { "type": "integer", "minimum": 1, "default": 20 }
          },
          "required": ["path"],
          "additionalProperties": false
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly EchoTool _read = new("file.read", ReadSchema, "Reads a text file of the workspace.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Defaults_are_filled_in_before_the_call()
    {
        var answer = await Call("""{"path":"src/a.cs"}""");

        answer.GetRawText().ShouldBe("""{"path":"src/a.cs","lines":20}""");
    }

    [Fact]
    public async Task All_faults_come_in_one_message_and_the_tool_is_not_called()
    {
        var exception = await Should.ThrowAsync<AxleException>(() => Call("""{"pth":"src/a.cs","lines":0}"""));

        exception.Error.Kind.ShouldBe(ErrorKind.Validation);
        exception.Message.ShouldContain("property 'path' is missing");
        exception.Message.ShouldContain("/lines: must be at least 1");
        exception.Message.ShouldContain("did you mean 'path'?");
        ToolFaults.Of(exception).Select(fault => fault.Keyword).ShouldBe(["required", "additionalProperties", "minimum"], ignoreOrder: true);
        _read.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"path":"../outside/secret.txt"}""", "/path")]
    [InlineData("""{"path":"/etc/passwd"}""", "/path")]
    [InlineData("""{"path":"src\u0000"}""", "/path")]
    [InlineData("""{"path":"src","files":["src/*.cs","../**"]}""", "/files/1")]
    [InlineData("""{"path":"src","files":["/etc/*"]}""", "/files/0")]
    [InlineData("""{"path":"src","files":["!../*"]}""", "/files/0")]
    [InlineData("""{"path":"src","files":["{..,src}/*"]}""", "/files/0")]
    [InlineData("""{"path":"src","files":["****************************************"]}""", "/files/0")]
    public async Task Path_that_leaves_the_workspace_is_a_fault_with_its_place(string arguments, string place)
    {
        var exception = await Should.ThrowAsync<AxleException>(() => Call(arguments));

        ToolFaults.Of(exception).ShouldHaveSingleItem().InstancePath.ShouldBe(place);
        _read.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Glob_through_a_link_to_the_outside_is_a_fault()
    {
        _folder.Link("exit", _folder.Outside);

        var exception = await Should.ThrowAsync<AxleException>(() => Call("""{"path":"src","files":["exit/*.txt"]}"""));

        ToolFaults.Of(exception).ShouldHaveSingleItem().Message.ShouldContain("symbolic link");
    }

    [Fact]
    public async Task Ordinary_globs_pass() =>
        (await Call("""{"path":"src","files":["**/*.cs","!src/gen/**","*.{md,txt}"]}""")).GetProperty("files").GetArrayLength().ShouldBe(3);

    [Fact]
    public async Task Unknown_tool_names_the_nearest()
    {
        var exception = await Should.ThrowAsync<AxleException>(
            () => Catalog().InvokeAsync("file.raed", JsonElement.Parse("{}"), Context(), CancellationToken.None).AsTask());

        exception.Error.Kind.ShouldBe(ErrorKind.NotFound);
        exception.Message.ShouldContain("'file.read'");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"path\"")]
    public async Task Arguments_that_are_no_object_are_refused(string arguments) =>
        (await Should.ThrowAsync<AxleException>(() => Call(arguments))).Message.ShouldContain("expected an object");

    [Fact]
    public async Task Null_counts_as_no_arguments()
    {
        var ping = new EchoTool("ping", """{"type":"object","properties":{"times":{"default":1}}}""");

        var answer = await new ToolCatalog([ping]).InvokeAsync("ping", JsonElement.Parse("null"), Context(), CancellationToken.None);

        answer.GetRawText().ShouldBe("""{"times":1}""");
    }

    [Fact]
    public async Task String_over_the_cap_is_refused_unless_the_schema_asks_for_more()
    {
        var text = JsonSerializer.SerializeToElement(new { note = new string('a', 70_000) });
        var plain = new EchoTool("plain", """{"type":"object"}""");
        var large = new EchoTool("large", """{"properties":{"note":{"type":"string","maxLength":100000}}}""");
        var catalog = new ToolCatalog([plain, large]);

        var exception = await Should.ThrowAsync<AxleException>(
            () => catalog.InvokeAsync("plain", text, Context(), CancellationToken.None).AsTask());

        ToolFaults.Of(exception).ShouldHaveSingleItem().InstancePath.ShouldBe("/note");
        (await catalog.InvokeAsync("large", text, Context(), CancellationToken.None)).GetProperty("note").GetString()!.Length.ShouldBe(70_000);
    }

    [Fact]
    public async Task Arguments_over_a_mebibyte_are_refused()
    {
        var many = JsonSerializer.SerializeToElement(new { items = Enumerable.Repeat(new string('a', 1000), 1100) });

        var exception = await Should.ThrowAsync<AxleException>(
            () => new ToolCatalog([new EchoTool("plain", "true")]).InvokeAsync("plain", many, Context(), CancellationToken.None).AsTask());

        ToolFaults.Of(exception).ShouldHaveSingleItem().Keyword.ShouldBe("size");
    }

    [Fact]
    public async Task Tool_with_a_broken_schema_is_quarantined_and_the_others_work()
    {
        var catalog = new ToolCatalog([_read, new EchoTool("bad", """{"properties":{"n":{"type":"strng"}}}""")]);

        catalog.Quarantined.ShouldHaveSingleItem().Key.ShouldBe("bad");
        catalog.Tools.ShouldBe([_read]);
        catalog.TryGet("bad", out _).ShouldBeFalse();
        var exception = await Should.ThrowAsync<AxleException>(
            () => catalog.InvokeAsync("bad", JsonElement.Parse("{}"), Context(), CancellationToken.None).AsTask());
        exception.Error.Kind.ShouldBe(ErrorKind.Refused);
        exception.Message.ShouldContain("#/properties/n/type");
        (await catalog.InvokeAsync("file.read", JsonElement.Parse("""{"path":"."}"""), Context(), CancellationToken.None))
            .GetProperty("path").GetString().ShouldBe(".");
    }

    [Theory]
    [InlineData("""{"$ref":"#/nowhere"}""")]
    [InlineData("""{"$ref":"http://192.0.2.1/schema"}""")]
    [InlineData("""{"pattern":"("}""")]
    [InlineData("""{"$schema":"http://example.org/mine"}""")]
    [InlineData("""{"$id":"http://["}""")]
    [InlineData("[]")]
    [InlineData("""{"properties":{"\ud800":true}}""")]
    public void Every_kind_of_broken_schema_is_quarantined(string schema) =>
        new ToolCatalog([new EchoTool("bad", schema)]).Quarantined.Keys.ShouldBe(["bad"]);

    [Fact]
    public void Two_tools_of_one_name_are_refused() =>
        Should.Throw<AxleException>(() => new ToolCatalog([_read, new EchoTool("file.read", "true")]))
            .Message.ShouldContain("'file.read'");

    [Fact]
    public void Search_puts_names_before_purposes()
    {
        var list = new EchoTool("file.list", "true", "Lists what is there to read.");
        var other = new EchoTool("clock", "true", "Tells the time.");

        var found = new ToolCatalog([list, other, _read]).Search("READ");

        found.ShouldBe([_read, list]);
    }

    [Fact]
    public async Task Chat_function_goes_through_the_same_check()
    {
        var function = new ToolFunction(Catalog(), "file.read", Context);

        function.Name.ShouldBe("file_read");
        function.JsonSchema.GetProperty("required")[0].GetString().ShouldBe("path");
        var answer = (JsonElement)(await function.InvokeAsync(new AIFunctionArguments { ["path"] = "src" }, TestContext.Current.CancellationToken))!;
        answer.GetProperty("lines").GetInt32().ShouldBe(20);
        (await Should.ThrowAsync<AxleException>(() => function.InvokeAsync(new AIFunctionArguments { ["path"] = "../x" }, TestContext.Current.CancellationToken).AsTask()))
            .Error.Kind.ShouldBe(ErrorKind.Validation);
    }

    [Fact]
    public async Task Cancelled_call_does_not_reach_the_tool()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => Catalog().InvokeAsync("file.read", JsonElement.Parse("""{"path":"."}"""), Context(), cancelled.Token).AsTask());
        _read.Calls.ShouldBe(0);
    }

    private ToolCatalog Catalog() => new([_read]);

    private ToolContext Context() => new(_folder.Workspace, Apply: false, "key", TimeProvider.System);

    private Task<JsonElement> Call(string arguments) =>
        Catalog().InvokeAsync("file.read", JsonElement.Parse(arguments), Context(), CancellationToken.None).AsTask();
}
