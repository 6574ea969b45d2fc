using System.Text.Json;

namespace Axle.Schemas;

/// <summary>A caller's own check of a <c>format</c>, asked for every value that a schema gives a format to.</summary>
/// <param name="format">The format's name as the schema has it.</param>
/// <param name="value">The value; any kind.</param>
/// <returns>What is wrong and what would be right, as a sentence; null when nothing is wrong or the format is not the caller's.</returns>
public delegate string? FormatCheck(string format, JsonElement value);
