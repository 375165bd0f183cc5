import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { invalid } from "../errors.ts";

/** Bytes that a workbook may have when it is unpacked, and parts that it may have. */
const mostInflated = 60 * 1024 * 1024;
const mostEntries = 500;
/** Sheets of the same cell again and again shrink to a hundredth; more than this is made to harm. */
const mostRatio = 300;
const smallEnough = 5 * 1024 * 1024;

const expected =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|docProps\/[\w.-]+|customXml\/[\w./-]+|xl\/[\w.-]+\.xml|xl\/_rels\/[\w.-]+\.rels|xl\/(worksheets|theme|drawings|charts|media|tables|printerSettings|threadedComments|persons|richData)\/[\w./-]+)$/;
const harmful = /vba|macro|externalLink|activeX|embeddings|ctrlProps|connections\.xml|queryTable|\.bin$/i;
const harmless = /^xl\/printerSettings\/[\w.-]+\.bin$/;

/**
 * Looks at a workbook's directory and unpacks nothing. Refuses with invalid what is no such archive, encrypted, too
 * large when unpacked by its own word, or has parts that a plain table does not have.
 */
export async function inspectArchive(bytes: Buffer): Promise<void> {
  const archive = await open(bytes);
  if (archive.entryCount > mostEntries) throw invalid("这个表格的内部文件太多,不像普通的名单,请另存后再传");
  let packed = 0;
  let inflated = 0;
  for (const entry of await directory(archive)) {
    checkPart(entry);
    packed += entry.compressedSize;
    inflated += entry.uncompressedSize;
  }
  if (inflated > mostInflated) throw invalid("这个表格展开后太大,请删去多余的工作表和图片后再传");
  if (inflated > smallEnough && inflated > packed * mostRatio)
    throw invalid("这个表格压缩得不正常,请把名单复制到新的工作簿后再传");
}

const open = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, autoClose: false }, (error, archive) =>
      error ? reject(invalid("这个文件打不开,请确认是没有损坏的 xlsx 表格")) : resolve(archive),
    );
  });

const directory = (archive: ZipFile): Promise<Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    archive.on("entry", (entry: Entry) => {
      entries.push(entry);
      archive.readEntry();
    });
    archive.on("end", () => resolve(entries));
    archive.on("error", () => reject(invalid("这个文件的目录有问题,请在 Excel 里另存后再传")));
    archive.readEntry();
  });

function checkPart(entry: Entry): void {
  const name = entry.fileName;
  if (entry.generalPurposeBitFlag % 2 === 1) throw invalid("这个表格加了密码,请去掉密码后再传");
  if (harmful.test(name) && !harmless.test(name))
    throw invalid("表格里有宏、外部链接或嵌入的对象,请另存为普通的 xlsx 后再传");
  if (!name.endsWith("/") && !expected.test(name)) throw invalid("这个文件不是普通的 xlsx 表格");
}
