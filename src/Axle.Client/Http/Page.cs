namespace Axle.Client.Http;

/// <summary>A part of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">What to ask for the entries after these; null when these are the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
