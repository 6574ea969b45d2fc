using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Tools.Contract;

/// <summary>A tool as a chat client's function. Calls go through the catalog, so a model's arguments are checked like any others.</summary>
public sealed class ToolFunction : AIFunction
{
    private readonly ToolCatalog _catalog;
    private readonly ToolDescription _description;
    private readonly Func<ToolContext> _context;

    /// <summary>Wraps one tool.</summary>
    /// <param name="catalog">Where calls go.</param>
    /// <param name="toolName">The tool's exact name in the catalog.</param>
    /// <param name="context">Asked before each call, so that each gets an idempotency key of its own.</param>
    /// <exception cref="AxleException">Kind <see cref="ErrorKind.NotFound"/>: the catalog has no usable tool of that name.</exception>
    public ToolFunction(ToolCatalog catalog, string toolName, Func<ToolContext> context)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(context);
        _description = catalog.TryGet(toolName, out var tool)
            ? tool.Description
            : throw new AxleException(ErrorKind.NotFound, $"There is no usable tool named '{toolName}'.");
        (_catalog, _context) = (catalog, context);
        Name = ToModelName(_description.Name);
    }

    /// <summary>The name that the model sees, see <see cref="ToModelName"/>.</summary>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Description => _description.Purpose;

    /// <inheritdoc/>
    public override JsonElement JsonSchema => _description.Parameters;

    /// <summary>The tool's own name.</summary>
    public string ToolName => _description.Name;

    /// <summary>Providers take letters, digits, <c>_</c> and <c>-</c> in function names: every other sign, such as the dot, becomes <c>_</c>.</summary>
    public static string ToModelName(string toolName)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        return string.Concat(toolName.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '_'));
    }

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var values = new Dictionary<string, object?>(arguments, StringComparer.Ordinal);
        var json = JsonSerializer.SerializeToElement(values, JsonSerializerOptions);
        return await _catalog.InvokeAsync(_description.Name, json, _context(), cancellationToken);
    }
}
