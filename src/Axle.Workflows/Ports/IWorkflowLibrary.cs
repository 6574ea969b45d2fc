using Axle.Workflows.Definition;

namespace Axle.Workflows.Ports;

/// <summary>Finds the workflows that others use.</summary>
public interface IWorkflowLibrary
{
    /// <summary>Finds a workflow; null when there is none of that name.</summary>
    /// <param name="name">Name, <c>name@version</c>, or a path that begins with <c>./</c> or <c>../</c>, as a <c>uses</c> step has it.</param>
    /// <param name="user">The workflow that uses it; paths count from its file.</param>
    /// <exception cref="AxleException">There is one, and it is faulty: the faults are in the message.</exception>
    Workflow? Find(string name, Workflow user);
}
