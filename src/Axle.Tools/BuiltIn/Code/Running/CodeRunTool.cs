using System.Collections.Immutable;
using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Sandbox;
using Axle.Tools.Sandbox.Results;

namespace Axle.Tools.BuiltIn.Code.Running;

/// <summary><c>code.run</c>: runs a program in the sandbox.</summary>
public sealed class CodeRunTool(CodeSandbox sandbox) : ITool
{
    private static readonly JsonElement Parameters = JsonElement.Parse(
        """
        {"type":"object","properties":{
          "language":{"type":"string","enum":["python","javascript","sql"]},
          "source":{"type":"string","minLength":1,"maxLength":65536,"description":"The program. Python: 'inputs' is a dict, assign 'output'. JavaScript: 'inputs' is an object, return a value. SQL: tables are the lists in 'inputs' and the CSV files; the last select is the result. Files are below in/; what is written below out/ comes back."},
          "inputs":{"type":"object","description":"Values for the program.","default":{}},
          "files":{"type":"array","maxItems":20,"items":{"type":"string","format":"workspace-path"},"default":[],"description":"Files of the workspace that the program reads below in/."},
          "seconds":{"type":"integer","minimum":1,"maximum":300,"default":30}},
         "required":["language","source"],"additionalProperties":false}
        """);

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "code.run", "Runs a Python, JavaScript or SQL program in a sandbox without network, and gives what it prints and returns, its tables and pictures.", Parameters);

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var job = new SandboxJob(Language(arguments), arguments.GetProperty("source").GetString()!)
        {
            Inputs = arguments.GetProperty("inputs"),
            Files = await FilesAsync(arguments.GetProperty("files"), context.Workspace, cancellationToken),
            Limits = new SandboxLimits { Time = TimeSpan.FromSeconds(arguments.GetProperty("seconds").GetInt32()) },
            Name = context.IdempotencyKey,
        };
        return OutcomeJson.Of(await sandbox.RunAsync(job, cancellationToken));
    }

    private static SandboxLanguage Language(JsonElement arguments) => arguments.GetProperty("language").GetString() switch
    {
        "python" => SandboxLanguage.Python,
        "javascript" => SandboxLanguage.JavaScript,
        _ => SandboxLanguage.Sql,
    };

    private static async Task<ImmutableArray<SandboxFile>> FilesAsync(JsonElement names, string workspace, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<SandboxFile>();
        foreach (var name in names.EnumerateArray().Select(static n => n.GetString()!))
        {
            var path = WorkspacePaths.Resolve(workspace, name);
            var length = File.Exists(path) ? new FileInfo(path).Length : throw new AxleException(ErrorKind.NotFound, $"There is no file '{name}' in the workspace.");
            if (length > new SandboxLimits().Disk)
                throw new AxleException(ErrorKind.Validation, $"The file '{name}' is too large for the sandbox.");
            files.Add(new SandboxFile(Path.GetRelativePath(workspace, path).Replace('\\', '/'), await File.ReadAllBytesAsync(path, cancellationToken)));
        }

        return files.ToImmutable();
    }
}
