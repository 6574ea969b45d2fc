namespace Axle.Models;

/// <summary>A tool that a provider was not told of, because its schema cannot be said in that provider's dialect. The others were.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Reason">What is wrong with it and where, a JSON Pointer into its schema.</param>
public sealed record QuarantinedTool(string Name, string Provider, string Reason);
