namespace Axle.Schemas.Formats;

/// <summary>How a text is tested for a format.</summary>
/// <param name="Example">A text that has the format, for messages.</param>
/// <param name="Holds">Whether a text has it; the options give the limits for <c>regex</c>.</param>
internal sealed record FormatTest(string Example, Func<string, SchemaOptions, bool> Holds);
