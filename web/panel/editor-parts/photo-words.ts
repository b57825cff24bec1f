import { defineWords } from '../words/words.ts';

export const photoWords = defineWords(
  {
    photo: 'Картинка',
    addPhoto: 'Добавить картинку',
    replacePhoto: 'Заменить',
    removePhoto: 'Убрать картинку',
    upload: 'Загрузить файл',
    uploadHint: 'JPEG, PNG, GIF или WebP до 10 МБ',
    wrongKind: (name: string) => `«${name}» — не картинка. Подойдут JPEG, PNG, GIF и WebP.`,
    tooLarge: (name: string, size: string) =>
      `«${name}» занимает ${size}, а Telegram берёт картинки до 10 МБ. Уменьшите её и загрузите снова.`,
    uploaded: 'Загруженные раньше',
    uploadedPicture: (id: string) => `Картинка ${id}`,
    address: 'Или адрес в интернете',
    take: 'Взять',
    cannotSee: 'Картинка не открывается. Проверьте адрес.',
  },
  {
    photo: 'Picture',
    addPhoto: 'Add a picture',
    replacePhoto: 'Replace',
    removePhoto: 'Remove the picture',
    upload: 'Upload a file',
    uploadHint: 'JPEG, PNG, GIF or WebP of at most 10 MB',
    wrongKind: (name: string) => `“${name}” is no picture. JPEG, PNG, GIF and WebP will do.`,
    tooLarge: (name: string, size: string) =>
      `“${name}” takes ${size}, and Telegram takes pictures of at most 10 MB. Make it smaller and upload it again.`,
    uploaded: 'Uploaded before',
    uploadedPicture: (id: string) => `Picture ${id}`,
    address: 'Or an address on the internet',
    take: 'Take it',
    cannotSee: 'The picture cannot be opened. Check the address.',
  },
);
