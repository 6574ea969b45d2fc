namespace Axle.Models.Answers;

/// <summary>One place where an answer does not match its schema.</summary>
/// <param name="Path">Where, as a JSON pointer; <c>/</c> for the whole.</param>
/// <param name="Keyword">The keyword of the schema that it breaks.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record AnswerFault(string Path, string Keyword, string Message);
