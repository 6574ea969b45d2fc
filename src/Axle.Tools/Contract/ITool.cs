using System.Text.Json;

namespace Axle.Tools.Contract;

/// <summary>
/// One thing that an agent or a workflow can have done. Arguments are checked against <see cref="ToolDescription.Parameters"/>
/// by <c>ToolCatalog</c> before <see cref="InvokeAsync"/> sees them, so a tool reads them without defence.
/// </summary>
public interface ITool
{
    /// <summary>Name, purpose and schemas.</summary>
    ToolDescription Description { get; }

    /// <summary>Does the work.</summary>
    /// <param name="arguments">A JSON object that matches the parameters' schema, defaults filled in.</param>
    /// <param name="context">The place it runs in.</param>
    /// <param name="cancellationToken">Fires when the step is cancelled or out of time.</param>
    /// <returns>The result as JSON.</returns>
    /// <exception cref="AxleException">The work failed; the error's kind says whether a retry can help.</exception>
    ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken);
}
