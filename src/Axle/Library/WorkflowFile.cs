using Axle.Workflows.Definition.Reading;

namespace Axle.Library;

/// <summary>A workflow file of a project.</summary>
/// <param name="Path">Its absolute path; a name that begins with <c>library/</c> for one that ships with Axle.</param>
/// <param name="Reading">What came out of reading it.</param>
public sealed record WorkflowFile(string Path, WorkflowReading Reading);
