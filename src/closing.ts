/** What was opened, to be closed in the opposite order, whatever happens to one of them. */
export class Closing {
  private readonly steps: { name: string; close: () => unknown }[] = [];

  /** Remembers how to close something, at the moment at which it was opened. */
  add(name: string, close: () => unknown): void {
    this.steps.push({ name, close });
  }

  /** Closes everything, the last first. Troubles are told and hinder nothing; resolves when all is closed. */
  async all(trouble: (name: string, error: unknown) => void): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step.close();
      } catch (error) {
        trouble(step.name, error);
      }
    }
  }
}
